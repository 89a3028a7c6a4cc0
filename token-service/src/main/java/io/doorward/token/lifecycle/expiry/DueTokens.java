package io.doorward.token.lifecycle.expiry;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Which tokens there is something to tell of. */
@ApplicationScoped
class DueTokens {
  /**
   * What another replica is dealing with is passed over. Nobody is warned a week ahead of the end
   * of a life that is shorter than that, nor of the end of what has a successor.
   */
  private static final String TAKE =
      """
      SELECT t.organization_id, t.id,
             CASE WHEN t.expires_at <= $1 THEN 3 WHEN t.expires_at <= $2 THEN 2 ELSE 1 END AS stage
        FROM tokens.token t
       WHERE t.expires_at IS NOT NULL AND t.revoked_at IS NULL AND t.expiry_noted < 3
         AND t.expires_at <= $3
         AND (t.expires_at <= $1
           OR t.rotated_at IS NULL AND t.expires_at <= $2 AND t.expiry_noted < 2
              AND t.created_at < t.expires_at - interval '1 day'
           OR t.rotated_at IS NULL AND t.expires_at > $2 AND t.expiry_noted < 1
              AND t.created_at < t.expires_at - interval '7 days')
       ORDER BY t.expires_at LIMIT $4
         FOR UPDATE OF t SKIP LOCKED
      """;

  private static final String NOTE = "UPDATE tokens.token SET expiry_noted = $2 WHERE id = $1";

  /** A token and what to tell of it. */
  record Due(UUID organizationId, UUID id, Stage stage) {}

  /** Some that are due, the earliest first; locked until the transaction ends. */
  Uni<List<Due>> take(SqlConnection sql, Instant now, int most) {
    return sql.preparedQuery(TAKE)
        .execute(
            Tuple.of(
                now.atOffset(ZoneOffset.UTC),
                now.plus(Stage.A_DAY_AHEAD.ahead()).atOffset(ZoneOffset.UTC),
                now.plus(Stage.A_WEEK_AHEAD.ahead()).atOffset(ZoneOffset.UTC),
                most))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Due(
                                row.getUUID("organization_id"),
                                row.getUUID("id"),
                                Stage.of(row.getInteger("stage"))))
                    .toList());
  }

  Uni<Void> note(SqlConnection sql, Due due) {
    return sql.preparedQuery(NOTE)
        .execute(Tuple.of(due.id(), due.stage().number()))
        .replaceWithVoid();
  }
}
