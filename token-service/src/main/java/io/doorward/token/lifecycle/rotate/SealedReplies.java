package io.doorward.token.lifecycle.rotate;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Answers that may be had once more. */
@ApplicationScoped
class SealedReplies {
  private static final String FIND =
      """
      SELECT request_hash, successor_id, sealed FROM tokens.sealed_reply
       WHERE organization_id = $1 AND caller = $2 AND key_hash = $3 AND expires_at > $4
      """;

  private static final String REMOVE =
      """
      DELETE FROM tokens.sealed_reply
       WHERE organization_id = $1 AND caller = $2 AND key_hash = $3
      """;

  private static final String INSERT =
      """
      INSERT INTO tokens.sealed_reply (organization_id, caller, key_hash, request_hash,
          successor_id, sealed, expires_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT DO NOTHING
      """;

  private static final String PURGE = "DELETE FROM tokens.sealed_reply WHERE expires_at <= $1";

  /** A kept answer. */
  record Kept(String requestHash, UUID successor, Buffer sealed) {}

  /**
   * The answer kept for this key. The request names the token, whose row the caller has locked: so
   * it is given out once.
   */
  Uni<Optional<Kept>> find(SqlConnection sql, ReplayKey key, Instant now) {
    return sql.preparedQuery(FIND)
        .execute(
            Tuple.of(
                key.organizationId(), key.caller(), key.keyHash(), now.atOffset(ZoneOffset.UTC)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(SealedReplies::read));
  }

  private static Kept read(Row row) {
    return new Kept(
        row.getString("request_hash"), row.getUUID("successor_id"), row.getBuffer("sealed"));
  }

  Uni<Void> remove(SqlConnection sql, ReplayKey key) {
    return sql.preparedQuery(REMOVE)
        .execute(Tuple.of(key.organizationId(), key.caller(), key.keyHash()))
        .replaceWithVoid();
  }

  /** Keeps an answer; an expired one under the same key gives way. False: the key is in use. */
  Uni<Boolean> keep(SqlConnection sql, ReplayKey key, Kept reply, Instant expires) {
    return sql.preparedQuery(INSERT)
        .execute(
            Tuple.from(
                new Object[] {
                  key.organizationId(),
                  key.caller(),
                  key.keyHash(),
                  reply.requestHash(),
                  reply.successor(),
                  reply.sealed().getDelegate(),
                  expires.atOffset(ZoneOffset.UTC)
                }))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Removes what can no longer be had. */
  Uni<Void> purge(SqlConnection sql, Instant now) {
    return sql.preparedQuery(PURGE)
        .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }
}
