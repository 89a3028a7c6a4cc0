package io.doorward.token.lifecycle.schedule;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** New secrets that wait to be collected. */
@ApplicationScoped
class WaitingSuccessors {
  private static final String INSERT =
      """
      INSERT INTO tokens.waiting_successor (successor_id, token_id, organization_id,
          overlap_seconds, made_at, waits_until, sealed)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """;

  private static final String FIND =
      "SELECT * FROM tokens.waiting_successor WHERE organization_id = $1 AND token_id = $2";

  private static final String COLLECT =
      """
      UPDATE tokens.waiting_successor
         SET collected_at = $2, caller_key = $3, waits_until = $4,
             sealed = CASE WHEN $3::text IS NULL THEN NULL ELSE sealed END
       WHERE successor_id = $1
      """;

  private static final String PURGE =
      """
      UPDATE tokens.waiting_successor SET sealed = NULL
       WHERE sealed IS NOT NULL AND waits_until <= $1
      """;

  /**
   * One that waits, or was collected.
   *
   * @param sealed {@code null} once it can no longer be had
   * @param callerKey who collected it with which key; {@code null} if without one
   */
  record Waiting(
      UUID successor,
      Duration overlap,
      Instant waitsUntil,
      @Nullable Buffer sealed,
      @Nullable Instant collectedAt,
      @Nullable String callerKey) {}

  /** What the sealed secret is bound to. */
  static String context(UUID organizationId, UUID successor) {
    return "waiting/" + organizationId + "/" + successor;
  }

  Uni<Void> add(
      SqlConnection sql,
      UUID organizationId,
      UUID token,
      UUID successor,
      Duration overlap,
      Instant madeAt,
      Instant waitsUntil,
      byte[] sealed) {
    return sql.preparedQuery(INSERT)
        .execute(
            Tuple.from(
                new Object[] {
                  successor,
                  token,
                  organizationId,
                  overlap.toSeconds(),
                  time(madeAt),
                  time(waitsUntil),
                  Buffer.buffer(sealed).getDelegate()
                }))
        .replaceWithVoid();
  }

  /** The one of this old token, whose row the caller has locked: so it is given out once. */
  Uni<Optional<Waiting>> of(SqlConnection sql, UUID organizationId, UUID token) {
    return sql.preparedQuery(FIND)
        .execute(Tuple.of(organizationId, token))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(WaitingSuccessors::read));
  }

  Uni<Void> collected(
      SqlConnection sql, UUID successor, Instant now, @Nullable String callerKey, Instant until) {
    return sql.preparedQuery(COLLECT)
        .execute(Tuple.of(successor, time(now), callerKey, time(until)))
        .replaceWithVoid();
  }

  /** Destroys what can no longer be had. */
  Uni<Void> purge(SqlConnection sql, Instant now) {
    return sql.preparedQuery(PURGE).execute(Tuple.of(time(now))).replaceWithVoid();
  }

  private static Waiting read(Row row) {
    OffsetDateTime collected = row.getOffsetDateTime("collected_at");
    return new Waiting(
        row.getUUID("successor_id"),
        Duration.ofSeconds(row.getLong("overlap_seconds")),
        row.getOffsetDateTime("waits_until").toInstant(),
        row.getBuffer("sealed"),
        collected == null ? null : collected.toInstant(),
        row.getString("caller_key"));
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
