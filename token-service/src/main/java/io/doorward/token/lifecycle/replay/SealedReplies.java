package io.doorward.token.lifecycle.replay;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.secret.MintedToken;
import io.doorward.token.secret.Strongbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Answers with a new secret that may be had once more, sealed and for minutes only. */
@ApplicationScoped
public class SealedReplies {
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

  /** Until the transaction ends: the same request at the same time waits, and is a repetition. */
  private static final String ALONE =
      "SELECT pg_advisory_xact_lock(hashtextextended('sealed_reply/' || $1::text, 0))";

  private final Strongbox strongbox;
  private final ReplayConfig config;

  @Inject
  SealedReplies(Strongbox strongbox, ReplayConfig config) {
    this.strongbox = strongbox;
    this.config = config;
  }

  /**
   * A kept answer.
   *
   * @param token the one whose secret it has
   * @param sameRequest whether it answers the request that the key is sent with now
   * @param minted empty if it does not open any more
   */
  public record Kept(UUID token, boolean sameRequest, Optional<MintedToken> minted) {}

  /**
   * The answer kept for this key. Of several at once it is safe to ask only under a lock that they
   * all need: the row of the token that they are about, or {@link #alone}.
   */
  public Uni<Optional<Kept>> find(SqlConnection sql, ReplayKey key, Instant now) {
    return sql.preparedQuery(FIND)
        .execute(
            Tuple.of(
                key.organizationId(), key.caller(), key.keyHash(), now.atOffset(ZoneOffset.UTC)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(row -> read(row, key)));
  }

  private Kept read(Row row, ReplayKey key) {
    UUID token = row.getUUID("successor_id");
    boolean same = row.getString("request_hash").equals(key.requestHash());
    return new Kept(
        token,
        same,
        same
            ? strongbox.unlock(row.getBuffer("sealed").getBytes(), key.context(token))
            : Optional.empty());
  }

  /** Whoever else sends this key waits until the transaction ends. To be taken before any row. */
  public Uni<Void> alone(SqlConnection sql, ReplayKey key) {
    return sql.preparedQuery(ALONE)
        .execute(Tuple.of(key.organizationId() + "/" + key.caller() + "/" + key.keyHash()))
        .replaceWithVoid();
  }

  /** It is not to be had any more. */
  public Uni<Void> remove(SqlConnection sql, ReplayKey key) {
    return sql.preparedQuery(REMOVE)
        .execute(Tuple.of(key.organizationId(), key.caller(), key.keyHash()))
        .replaceWithVoid();
  }

  /**
   * Keeps an answer; an expired one under the same key gives way.
   *
   * @throws ProblemException {@code conflict}: another request with this key committed meanwhile,
   *     and all of this one is to be undone
   */
  public Uni<Void> keep(
      SqlConnection sql, ReplayKey key, UUID token, MintedToken minted, Instant now) {
    Buffer sealed = Buffer.buffer(strongbox.lock(minted, key.context(token)));
    return purge(sql, now)
        .chain(
            () ->
                sql.preparedQuery(INSERT)
                    .execute(
                        Tuple.from(
                            new Object[] {
                              key.organizationId(),
                              key.caller(),
                              key.keyHash(),
                              key.requestHash(),
                              token,
                              sealed.getDelegate(),
                              now.plus(config.replay()).atOffset(ZoneOffset.UTC)
                            })))
        .invoke(
            rows -> {
              if (rows.rowCount() != 1) {
                throw ProblemException.of(ErrorCode.CONFLICT, ReplayKey.OF_ANOTHER);
              }
            })
        .replaceWithVoid();
  }

  /** Removes what can no longer be had. */
  Uni<Void> purge(SqlConnection sql, Instant now) {
    return sql.preparedQuery(PURGE)
        .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }
}
