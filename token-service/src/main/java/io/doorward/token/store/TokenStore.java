package io.doorward.token.store;

import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.token.LookupKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and writes single tokens. */
@ApplicationScoped
public class TokenStore {
  static final String INSERT =
      """
      INSERT INTO tokens.token (id, organization_id, owner_kind, owner_id, created_by, name, type,
          environment, lookup, prefix, last_four, scopes, per_second, per_minute, per_hour, per_day,
          allowed_ips, expires_at, created_at, version, family_id, predecessor_id, tags, metadata,
          agent_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
          $20, $21, $22, $23, $24, $25)
      """;

  static final String UPDATE =
      """
      UPDATE tokens.token
         SET version = $2, suspended_at = $3, suspended_until = $4, suspended_by = $5,
             suspended_by_kind = $6, suspension_reason = $7, revoked_at = $8, revoked_by = $9,
             revocation_reason = $10, rotated_at = $11, overlap_until = $12, successor_id = $13,
             name = $14, scopes = $15, per_second = $16, per_minute = $17, per_hour = $18,
             per_day = $19, allowed_ips = $20, expires_at = $21, tags = $22, metadata = $23,
             expiry_noted = CASE WHEN expires_at IS DISTINCT FROM $21 THEN 0 ELSE expiry_noted END
       WHERE id = $1 AND version = $2 - 1
      """;

  private static final String UPDATE_MANY =
      """
      UPDATE tokens.token t
         SET version = n.version, revoked_at = $3, revoked_by = $4, revocation_reason = $5
        FROM unnest($1::uuid[], $2::bigint[]) AS n (id, version)
       WHERE t.id = n.id AND t.version = n.version - 1 AND t.revoked_at IS NULL
      """;

  private static final String LOCK =
      "SELECT 1 FROM tokens.token WHERE organization_id = $1 AND id = $2 FOR UPDATE";

  /**
   * What a token takes from others, in the order in which everybody locks it: the organization
   * stands for its members and its plan.
   */
  private static final List<String> HOLD =
      List.of(
          """
          SELECT 1 FROM tokens.organization WHERE id = $1 AND $2::uuid IS NOT NULL FOR SHARE
          """,
          """
          SELECT 1 FROM tokens.service_account
           WHERE organization_id = $1
             AND id = (SELECT CASE WHEN owner_kind = 'service_account' THEN owner_id::uuid END
                         FROM tokens.token WHERE organization_id = $1 AND id = $2)
             FOR SHARE
          """,
          """
          SELECT 1 FROM tokens.agent
           WHERE id = (SELECT agent_id FROM tokens.token WHERE organization_id = $1 AND id = $2)
             FOR SHARE
          """);

  private static final String LOCK_MANY =
      """
      SELECT id FROM tokens.token
       WHERE organization_id = $1 AND revoked_at IS NULL
         AND ($2::text IS NULL OR owner_kind = $2) AND ($3::text IS NULL OR owner_id = $3)
         AND ($4::uuid IS NULL OR agent_id = $4)
       ORDER BY id FOR UPDATE
      """;

  private static final String LOCK_SOME =
      LOCK_MANY.replace("ORDER BY id", "AND id > $5 ORDER BY id LIMIT $6");

  private static final String MORE_THAN =
      "SELECT count(*) FROM ("
          + LOCK_MANY.replace("SELECT id", "SELECT 1").replace("ORDER BY id FOR UPDATE", "")
          + " LIMIT $5) t";

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  /** A token of the organization. */
  public Uni<Optional<StoredToken>> find(SqlConnection sql, UUID organizationId, UUID id) {
    return one(sql, "WHERE t.organization_id = $1 AND t.id = $2", Tuple.of(organizationId, id));
  }

  /**
   * As {@link #find}; nobody else changes it before the transaction ends. Locked first and read
   * then: a statement that had to wait for its lock would still see the owner's role and the plan
   * as they were before it waited.
   */
  public Uni<Optional<StoredToken>> lock(SqlConnection sql, UUID organizationId, UUID id) {
    return sql.preparedQuery(LOCK)
        .execute(Tuple.of(organizationId, id))
        .chain(() -> find(sql, organizationId, id));
  }

  /**
   * As {@link #lock}; nor is the owner, the agent or the plan changed before the transaction ends.
   * For whoever makes a new token after this one: a change of those reaches the tokens that there
   * are when it begins.
   */
  public Uni<Optional<StoredToken>> lockWithOwner(SqlConnection sql, UUID organizationId, UUID id) {
    Uni<Void> held = Uni.createFrom().voidItem();
    for (String hold : HOLD) {
      held =
          held.chain(() -> sql.preparedQuery(hold).execute(Tuple.of(organizationId, id)))
              .replaceWithVoid();
    }
    return held.chain(() -> lock(sql, organizationId, id));
  }

  /** Locks all tokens of the selection, in the order of their ids. */
  public Uni<List<UUID>> lock(SqlConnection sql, TokenSelection which) {
    return sql.preparedQuery(LOCK_MANY)
        .execute(arguments(which))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getUUID(0))
                    .toList());
  }

  /** As {@link #lock(SqlConnection, TokenSelection)}, some of them, after one. */
  public Uni<List<UUID>> lock(
      SqlConnection sql, TokenSelection which, @Nullable UUID after, int most) {
    return sql.preparedQuery(LOCK_SOME)
        .execute(arguments(which).addValue(after == null ? BEFORE_ALL : after).addValue(most))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getUUID(0))
                    .toList());
  }

  /** Whether there are more of them than so many. */
  public Uni<Boolean> moreThan(SqlConnection sql, TokenSelection which, int most) {
    return sql.preparedQuery(MORE_THAN)
        .execute(arguments(which).addValue(most + 1))
        .map(rows -> rows.iterator().next().getLong(0) > most);
  }

  private static Tuple arguments(TokenSelection which) {
    TokenOwner owner = which.owner();
    return Tuple.of(
        which.organizationId(),
        owner == null ? null : owner.kind().wireName(),
        owner == null ? null : owner.id(),
        which.agentId());
  }

  /** The tokens with these ids, in no order. */
  public Uni<List<StoredToken>> findAll(SqlConnection sql, List<UUID> ids) {
    return sql.preparedQuery(TokenRow.SELECT + "WHERE t.id = ANY($1)")
        .execute(Tuple.of(ids.toArray(UUID[]::new)))
        .map(this::all);
  }

  /**
   * Stores the next versions of many whose rows are locked and that nothing was changed of, but
   * that all were ended alike: one statement, as an {@link #update} each would take too long.
   *
   * @param revocation theirs; {@code null} if they were not ended
   */
  public Uni<Void> updateAll(
      SqlConnection sql, List<StoredToken> tokens, @Nullable Revocation revocation) {
    return sql.preparedQuery(UPDATE_MANY)
        .execute(
            Tuple.from(
                new @Nullable Object[] {
                  tokens.stream().map(StoredToken::id).toArray(UUID[]::new),
                  tokens.stream().map(StoredToken::version).toArray(Long[]::new),
                  revocation == null ? null : TokenRow.time(revocation.at()),
                  revocation == null ? null : revocation.by(),
                  revocation == null ? null : revocation.reason()
                }))
        .invoke(rows -> changed(rows, tokens.size()))
        .replaceWithVoid();
  }

  static void changed(RowSet<Row> rows, int expected) {
    if (rows.rowCount() != expected) {
      throw new IllegalStateException("the token was changed without its row lock");
    }
  }

  /** The token with this hash, of whatever organization. */
  public Uni<Optional<StoredToken>> find(SqlConnection sql, LookupKey lookup) {
    return one(sql, "WHERE t.lookup = $1", Tuple.of(lookup.value()));
  }

  /** The token stored under one of these hashes, of whatever organization. */
  public Uni<Optional<StoredToken>> find(SqlConnection sql, List<LookupKey> lookups) {
    return one(sql, "WHERE t.lookup = ANY ($1)", Tuple.of((Object) values(lookups)));
  }

  /** As the one before; nobody else changes it before the transaction ends. */
  public Uni<Optional<StoredToken>> lock(SqlConnection sql, List<LookupKey> lookups) {
    return sql.preparedQuery("SELECT 1 FROM tokens.token WHERE lookup = ANY ($1) FOR UPDATE")
        .execute(Tuple.of((Object) values(lookups)))
        .chain(() -> find(sql, lookups));
  }

  private static String[] values(List<LookupKey> lookups) {
    return lookups.stream().map(LookupKey::value).toArray(String[]::new);
  }

  /** All tokens of a family, the first one first. */
  public Uni<List<StoredToken>> family(SqlConnection sql, UUID organizationId, UUID family) {
    return sql.preparedQuery(
            TokenRow.SELECT
                + "WHERE t.organization_id = $1 AND t.family_id = $2"
                + " ORDER BY t.created_at, t.id LIMIT 1000")
        .execute(Tuple.of(organizationId, family))
        .map(this::all);
  }

  /** Stores a new token. */
  public Uni<Void> insert(SqlConnection sql, StoredToken token) {
    return sql.preparedQuery(INSERT).execute(TokenRow.insert(token)).replaceWithVoid();
  }

  /** Stores a token whose row is locked under another hash, as its next version. */
  public Uni<Void> rehash(SqlConnection sql, UUID id, LookupKey lookup) {
    return sql.preparedQuery(
            "UPDATE tokens.token SET lookup = $2, version = version + 1 WHERE id = $1")
        .execute(Tuple.of(id, lookup.value()))
        .invoke(rows -> changed(rows, 1))
        .replaceWithVoid();
  }

  /**
   * Stores the next version of a token.
   *
   * @return fails with {@link IllegalStateException} if the stored one is not the version before
   */
  public Uni<Void> update(SqlConnection sql, StoredToken token) {
    return sql.preparedQuery(UPDATE)
        .execute(TokenRow.update(token))
        .invoke(rows -> changed(rows, 1))
        .replaceWithVoid();
  }

  private Uni<Optional<StoredToken>> one(SqlConnection sql, String where, Tuple arguments) {
    return sql.preparedQuery(TokenRow.SELECT + where)
        .execute(arguments)
        .map(rows -> all(rows).stream().findFirst());
  }

  private List<StoredToken> all(RowSet<Row> rows) {
    return new ArrayList<>(
        StreamSupport.stream(rows.spliterator(), false).map(TokenRow::read).toList());
  }
}
