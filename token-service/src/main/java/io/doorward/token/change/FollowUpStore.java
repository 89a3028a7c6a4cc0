package io.doorward.token.change;

import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.token.audit.Actor;
import io.doorward.token.store.TokenSelection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Changes whose tokens follow in batches. */
@ApplicationScoped
class FollowUpStore {
  private static final String ADD =
      """
      INSERT INTO tokens.follow_up (id, organization_id, owner_kind, owner_id, actor_kind, actor_id,
          token_used, request_id, ip, at, reason)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """;

  /** The replicas share the work: what one has in hand the others pass over. */
  private static final String NEXT =
      """
      SELECT * FROM tokens.follow_up WHERE finished_at IS NULL
       ORDER BY worked_at NULLS FIRST, seq LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
      """;

  private static final String WORKED =
      """
      UPDATE tokens.follow_up
         SET done_to = coalesce($2, done_to), refreshed = refreshed + $3,
             worked_at = $4::timestamptz,
             finished_at = CASE WHEN $5::boolean THEN $4::timestamptz END
       WHERE id = $1
      """;

  /** One in hand, and up to which token it has been dealt with. */
  record FollowUp(UUID id, TokenSelection which, Cause cause, @Nullable UUID doneTo) {}

  /** Commits with the change itself. */
  Uni<Void> add(SqlConnection sql, TokenSelection which, Cause cause) {
    Actor actor = cause.actor();
    TokenOwner owner = which.owner();
    return sql.preparedQuery(ADD)
        .execute(
            Tuple.from(
                new @Nullable Object[] {
                  UUID.randomUUID(),
                  which.organizationId(),
                  owner == null ? null : owner.kind().wireName(),
                  owner == null ? null : owner.id(),
                  actor.kind().name().toLowerCase(Locale.ROOT),
                  actor.id(),
                  actor.tokenUsed(),
                  actor.requestId(),
                  actor.ip(),
                  cause.at().atOffset(ZoneOffset.UTC),
                  cause.reason()
                }))
        .replaceWithVoid();
  }

  Uni<Optional<FollowUp>> next(SqlConnection sql) {
    return sql.query(NEXT)
        .execute()
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(FollowUpStore::read));
  }

  /**
   * Records what was done of it.
   *
   * @param doneTo the last token; {@code null} if none was left
   */
  Uni<Void> worked(
      SqlConnection sql, UUID id, @Nullable UUID doneTo, int count, Instant now, boolean finished) {
    return sql.preparedQuery(WORKED)
        .execute(Tuple.of(id, doneTo, (long) count, now.atOffset(ZoneOffset.UTC), finished))
        .replaceWithVoid();
  }

  private static FollowUp read(Row row) {
    UUID organization = row.getUUID("organization_id");
    String kind = row.getString("owner_kind");
    TokenSelection which =
        kind == null
            ? TokenSelection.all(organization)
            : TokenSelection.ownedBy(
                organization,
                new TokenOwner(
                    TokenOwner.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                    row.getString("owner_id")));
    Actor actor =
        new Actor(
            Actor.Kind.valueOf(row.getString("actor_kind").toUpperCase(Locale.ROOT)),
            row.getString("actor_id"),
            row.getUUID("token_used"),
            row.getString("request_id"),
            row.getString("ip"));
    Cause cause = Cause.of(actor, row.getOffsetDateTime("at").toInstant(), row.getString("reason"));
    return new FollowUp(row.getUUID("id"), which, cause, row.getUUID("done_to"));
  }
}
