package io.doorward.token.lifecycle.killswitch;

import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.token.TokenType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Counts what a kill switch would stop. Whole figures need a look at every such token. */
@ApplicationScoped
class Radius {
  private static final String OF_TARGET =
      """
      WHERE t.organization_id = $1 AND ($2::text IS NULL OR t.type = $2)
         AND ($3::text IS NULL OR t.owner_kind = $3) AND ($4::text IS NULL OR t.owner_id = $4)
      """;

  /** Tokens that work: the same conditions as {@code TokenSnapshot.usableAt}, and not halted. */
  private static final String WORKING =
      """
       FROM tokens.token t
       LEFT JOIN tokens.service_account a
              ON a.id = CASE WHEN t.owner_kind = 'service_account' THEN t.owner_id::uuid END
             AND a.organization_id = t.organization_id
      """
          + OF_TARGET
          + """
         AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $5)
         AND a.disabled_at IS NULL
         AND (t.suspended_at IS NULL OR t.suspended_until <= $5)
         AND (t.rotated_at IS NULL OR t.overlap_until > $5)
         AND NOT EXISTS (
               SELECT 1 FROM tokens.barrier b
                WHERE b.released_at IS NULL
                  AND (b.organization_id IS NULL OR b.organization_id = t.organization_id)
                  AND (b.token_type IS NULL OR b.token_type = t.type)
                  AND (b.owner_id IS NULL
                       OR (b.owner_kind = t.owner_kind AND b.owner_id = t.owner_id))
                  AND (b.not_before IS NULL OR t.created_at < b.not_before))
      """;

  private static final String BY_TYPE =
      "SELECT t.type, count(*) AS tokens" + WORKING + " GROUP BY t.type";

  private static final String BY_OWNER =
      "SELECT t.owner_kind, t.owner_id, count(*) AS tokens, count(*) OVER () AS owners"
          + WORKING
          + " GROUP BY t.owner_kind, t.owner_id ORDER BY tokens DESC, t.owner_kind, t.owner_id"
          + " LIMIT 10";

  private static final String SAMPLE =
      "SELECT t.id, t.name, t.type, t.owner_kind, t.owner_id, t.last_four, t.created_at"
          + WORKING
          + " ORDER BY t.created_at DESC, t.id DESC LIMIT 20";

  /** Ordered, so that the planner has no use for another index, whatever it expects to find. */
  static final String SINCE =
      "SELECT t.id FROM tokens.token t "
          + OF_TARGET
          + " AND t.created_at >= $5 ORDER BY t.created_at DESC LIMIT 1";

  private static final String KNOWN_OWNER =
      """
      SELECT EXISTS (SELECT 1 FROM tokens.member
                      WHERE $2 = 'user' AND organization_id = $1 AND subject = $3)
          OR EXISTS (SELECT 1 FROM tokens.service_account
                      WHERE $2 = 'service_account' AND organization_id = $1 AND id::text = $3)
          OR EXISTS (SELECT 1 FROM tokens.token
                      WHERE organization_id = $1 AND owner_kind = $2 AND owner_id = $3)
      """;

  static final String NEWEST =
      "SELECT max(created_at) AS newest FROM tokens.token WHERE organization_id = $1";

  Uni<BlastRadius> of(SqlConnection sql, UUID organizationId, Target target, Instant now) {
    Tuple which = arguments(organizationId, target, now);
    return sql.preparedQuery(BY_TYPE)
        .execute(which)
        .chain(
            types ->
                sql.preparedQuery(BY_OWNER)
                    .execute(which)
                    .chain(
                        owners ->
                            sql.preparedQuery(SAMPLE)
                                .execute(which)
                                .map(sample -> radius(types, owners, sample))));
  }

  /** Whether any token of the target was made then or later. */
  Uni<Boolean> hasSince(SqlConnection sql, UUID organizationId, Target target, Instant then) {
    return sql.preparedQuery(SINCE)
        .execute(arguments(organizationId, target, then))
        .map(rows -> rows.size() > 0);
  }

  /** Whether the organization has, or had, such an owner of tokens. */
  Uni<Boolean> knows(SqlConnection sql, UUID organizationId, TokenOwner owner) {
    return sql.preparedQuery(KNOWN_OWNER)
        .execute(Tuple.of(organizationId, owner.kind().wireName(), owner.id()))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** When the organization's newest token was made, by whichever replica's clock. */
  Uni<Instant> newest(SqlConnection sql, UUID organizationId) {
    return sql.preparedQuery(NEWEST)
        .execute(Tuple.of(organizationId))
        .map(rows -> rows.iterator().next().getOffsetDateTime("newest"))
        .map(at -> at == null ? Instant.MIN : at.toInstant());
  }

  static Tuple arguments(UUID organizationId, Target target, Instant at) {
    TokenOwner owner = target.owner();
    return Tuple.from(
        new @Nullable Object[] {
          organizationId,
          target.type() == null ? null : target.type().wireName(),
          owner == null ? null : owner.kind().wireName(),
          owner == null ? null : owner.id(),
          at.atOffset(ZoneOffset.UTC)
        });
  }

  private static BlastRadius radius(RowSet<Row> types, RowSet<Row> owners, RowSet<Row> sample) {
    TreeMap<String, Long> byType = new TreeMap<>();
    types.forEach(row -> byType.put(row.getString("type"), row.getLong("tokens")));
    return new BlastRadius(
        true,
        byType.values().stream().mapToLong(Long::longValue).sum(),
        byType,
        owners.size() == 0 ? 0 : owners.iterator().next().getLong("owners"),
        all(owners).stream()
            .map(row -> new BlastRadius.OwnerCount(owner(row), row.getLong("tokens")))
            .toList(),
        all(sample).stream().map(Radius::example).toList());
  }

  private static BlastRadius.Example example(Row row) {
    return new BlastRadius.Example(
        row.getUUID("id"),
        row.getString("name"),
        TokenType.of(row.getString("type")),
        owner(row),
        row.getString("last_four"),
        row.getOffsetDateTime("created_at").toInstant());
  }

  private static TokenOwner owner(Row row) {
    return new TokenOwner(
        TokenOwner.Kind.of(row.getString("owner_kind")), row.getString("owner_id"));
  }

  private static List<Row> all(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).toList();
  }
}
