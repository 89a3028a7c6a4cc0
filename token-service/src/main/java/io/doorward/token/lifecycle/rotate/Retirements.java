package io.doorward.token.lifecycle.rotate;

import io.doorward.token.store.StoredToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Which old secrets are to end with the first use of the new one. */
@ApplicationScoped
class Retirements {
  private static final String ADD =
      """
      INSERT INTO tokens.early_retirement (token_id, successor_id, organization_id)
      VALUES ($1, $2, $3)
      """;

  /**
   * What another replica is dealing with is passed over. Those that ended by themselves go too. A
   * successor that was used and no longer works ends nothing: the old secret may be all there is.
   */
  private static final String TAKE =
      """
      SELECT e.token_id, e.successor_id, e.organization_id, a.accepted_at, a.accepted_ip
        FROM tokens.early_retirement e
        JOIN tokens.token t ON t.id = e.token_id
        JOIN tokens.token s ON s.id = e.successor_id
        LEFT JOIN tokens.token_activity a
               ON a.token_id = e.successor_id AND a.accepted_at IS NOT NULL
              AND s.revoked_at IS NULL AND NOT s.owner_disabled
              AND (s.suspended_at IS NULL OR s.suspended_until <= $1)
              AND (s.expires_at IS NULL OR s.expires_at > $1)
       WHERE (a.token_id IS NOT NULL OR t.overlap_until <= $1 OR t.revoked_at IS NOT NULL)
         AND ($3::uuid IS NULL OR e.organization_id = $3)
       ORDER BY e.token_id LIMIT $2
         FOR UPDATE OF e SKIP LOCKED
      """;

  private static final String REMOVE = "DELETE FROM tokens.early_retirement WHERE token_id = $1";

  /**
   * One that is due.
   *
   * @param usedAt when the successor, which works, was used; {@code null} if the overlap is over
   *     without that
   */
  record Due(
      UUID token,
      UUID successor,
      UUID organizationId,
      @Nullable Instant usedAt,
      @Nullable String usedFrom) {}

  Uni<Void> add(SqlConnection sql, StoredToken old, UUID successor) {
    return sql.preparedQuery(ADD)
        .execute(Tuple.of(old.id(), successor, old.organizationId()))
        .replaceWithVoid();
  }

  /** Some of one organization's that are due, in the order of the tokens' ids; locked. */
  Uni<List<Due>> take(SqlConnection sql, Instant now, int most) {
    return take(sql, now, 1, null)
        .chain(
            first ->
                first.isEmpty()
                    ? Uni.createFrom().item(first)
                    : take(sql, now, most, first.get(0).organizationId()));
  }

  private static Uni<List<Due>> take(
      SqlConnection sql, Instant now, int most, @Nullable UUID organizationId) {
    return sql.preparedQuery(TAKE)
        .execute(Tuple.of(now.atOffset(ZoneOffset.UTC), most, organizationId))
        .map(
            rows -> StreamSupport.stream(rows.spliterator(), false).map(Retirements::due).toList());
  }

  Uni<Void> remove(SqlConnection sql, Due due) {
    return sql.preparedQuery(REMOVE).execute(Tuple.of(due.token())).replaceWithVoid();
  }

  private static Due due(Row row) {
    OffsetDateTime used = row.getOffsetDateTime("accepted_at");
    return new Due(
        row.getUUID("token_id"),
        row.getUUID("successor_id"),
        row.getUUID("organization_id"),
        used == null ? null : used.toInstant(),
        row.getString("accepted_ip"));
  }
}
