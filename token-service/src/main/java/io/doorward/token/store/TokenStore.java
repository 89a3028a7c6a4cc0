package io.doorward.token.store;

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

/** Reads and writes single tokens. */
@ApplicationScoped
public class TokenStore {
  static final String INSERT =
      """
      INSERT INTO tokens.token (id, organization_id, owner_kind, owner_id, created_by, name, type,
          environment, lookup, prefix, last_four, scopes, per_second, per_minute, per_hour, per_day,
          allowed_ips, expires_at, created_at, version, family_id, predecessor_id, tags, metadata)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
          $20, $21, $22, $23, $24)
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

  /** A token of the organization. */
  public Uni<Optional<StoredToken>> find(SqlConnection sql, UUID organizationId, UUID id) {
    return one(sql, "WHERE t.organization_id = $1 AND t.id = $2", Tuple.of(organizationId, id));
  }

  /** As {@link #find}; nobody else changes it before the transaction ends. */
  public Uni<Optional<StoredToken>> lock(SqlConnection sql, UUID organizationId, UUID id) {
    return one(
        sql,
        "WHERE t.organization_id = $1 AND t.id = $2 FOR UPDATE OF t",
        Tuple.of(organizationId, id));
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
    return one(
        sql, "WHERE t.lookup = ANY ($1) FOR UPDATE OF t", Tuple.of((Object) values(lookups)));
  }

  private static String[] values(List<LookupKey> lookups) {
    return lookups.stream().map(LookupKey::value).toArray(String[]::new);
  }

  /** Up to {@code limit} tokens in the order of the keyset, newest first. */
  public Uni<List<StoredToken>> page(SqlConnection sql, TokenPage page) {
    return sql.preparedQuery(TokenRow.SELECT + page.where())
        .execute(page.arguments())
        .map(this::all);
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

  /**
   * Stores the next version of a token.
   *
   * @return fails with {@link IllegalStateException} if the stored one is not the version before
   */
  public Uni<Void> update(SqlConnection sql, StoredToken token) {
    return sql.preparedQuery(UPDATE)
        .execute(TokenRow.update(token))
        .invoke(
            rows -> {
              if (rows.rowCount() != 1) {
                throw new IllegalStateException("the token was changed without its row lock");
              }
            })
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
