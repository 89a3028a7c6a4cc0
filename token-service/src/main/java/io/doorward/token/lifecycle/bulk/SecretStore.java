package io.doorward.token.lifecycle.bulk;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
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
  private static final String TAKE =
      """
      WITH taken AS (
        DELETE FROM tokens.token_job_secret s
         USING (SELECT job_id, position FROM tokens.token_job_secret
                 WHERE job_id = $1 AND expires_at > $2 ORDER BY position LIMIT $3
                   FOR UPDATE SKIP LOCKED) AS page
         WHERE s.job_id = page.job_id AND s.position = page.position
        RETURNING s.job_id, s.position, s.successor_id, s.sealed)
      SELECT taken.*, i.token_id, i.name FROM taken
        JOIN tokens.token_job_item i ON i.job_id = taken.job_id AND i.position = taken.position
      """;

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

  /** Takes out up to {@code limit} in the job's order. */
  Uni<List<Kept>> take(SqlConnection sql, UUID job, Instant now, int limit) {
    return sql.preparedQuery(TAKE)
        .execute(Tuple.of(job, now.atOffset(ZoneOffset.UTC), limit))
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
                    .sorted(Comparator.comparingInt(Kept::position))
                    .toList());
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
