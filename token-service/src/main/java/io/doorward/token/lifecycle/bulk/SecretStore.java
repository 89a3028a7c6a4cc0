package io.doorward.token.lifecycle.bulk;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Sealed secrets of rotation jobs in the database. */
@ApplicationScoped
class SecretStore {
  private static final String INSERT =
      """
      INSERT INTO tokens.token_job_secret (job_id, position, successor_id, sealed, expires_at)
      VALUES ($1, $2, $3, $4, $5)
      """;

  /** What another request is taking right now is passed over: each goes out once. */
  private static final String HOLD =
      """
      SELECT s.position, s.successor_id, s.sealed, i.token_id, i.name
        FROM tokens.token_job_secret s
        JOIN tokens.token_job_item i ON i.job_id = s.job_id AND i.position = s.position
       WHERE s.job_id = $1 AND s.expires_at > $2 AND s.position > $3
       ORDER BY s.position LIMIT $4
         FOR UPDATE OF s SKIP LOCKED
      """;

  private static final String REMOVE =
      "DELETE FROM tokens.token_job_secret WHERE job_id = $1 AND position = ANY ($2)";

  private static final String LEFT =
      "SELECT count(*) FROM tokens.token_job_secret WHERE job_id = $1 AND expires_at > $2";

  private static final String PURGE = "DELETE FROM tokens.token_job_secret WHERE expires_at <= $1";

  /** A sealed secret and whose it is. */
  record Kept(
      int position, UUID successor, UUID predecessor, @Nullable String name, Buffer sealed) {}

  Uni<Void> insert(SqlConnection sql, UUID job, List<Kept> secrets, Instant expires) {
    return sql.preparedQuery(INSERT)
        .executeBatch(
            secrets.stream()
                .map(
                    kept ->
                        Tuple.of(
                            job,
                            kept.position(),
                            kept.successor(),
                            kept.sealed().getDelegate(),
                            expires.atOffset(ZoneOffset.UTC)))
                .toList())
        .replaceWithVoid();
  }

  /** Up to {@code limit} after a position in the job's order; nobody else takes them meanwhile. */
  Uni<List<Kept>> hold(SqlConnection sql, UUID job, Instant now, int after, int limit) {
    return sql.preparedQuery(HOLD)
        .execute(Tuple.of(job, now.atOffset(ZoneOffset.UTC), after, limit))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Kept(
                                row.getInteger("position"),
                                row.getUUID("successor_id"),
                                row.getUUID("token_id"),
                                row.getString("name"),
                                row.getBuffer("sealed")))
                    .toList());
  }

  /** Removes some that are held. */
  Uni<Void> remove(SqlConnection sql, UUID job, List<Kept> held) {
    Integer[] positions = held.stream().map(Kept::position).toArray(Integer[]::new);
    return sql.preparedQuery(REMOVE).execute(Tuple.of(job, positions)).replaceWithVoid();
  }

  Uni<Long> left(SqlConnection sql, UUID job, Instant now) {
    return sql.preparedQuery(LEFT)
        .execute(Tuple.of(job, now.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  /** Removes what can no longer be had. */
  Uni<Void> purge(SqlConnection sql, Instant now) {
    return sql.preparedQuery(PURGE)
        .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }
}
