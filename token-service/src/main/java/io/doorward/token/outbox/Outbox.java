package io.doorward.token.outbox;

import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The way in: a change is put here by whoever makes it. */
@ApplicationScoped
public class Outbox {
  private static final String INSERT =
      """
      INSERT INTO tokens.outbox (event_id, token_id, type, at, snapshot, reason)
      VALUES ($1, $2, $3, $4, $5, $6)
      """;

  private static final String INSERT_BARRIERS =
      """
      INSERT INTO tokens.outbox (event_id, type, at, barriers, reason) VALUES ($1, $2, $3, $4, $5)
      """;

  private final Relay relay;

  @Inject
  Outbox(Relay relay) {
    this.relay = relay;
  }

  /** Adds a change, in the change's transaction and while the token's row is locked. */
  public Uni<Void> append(
      SqlConnection sql,
      TokenEvent.Type type,
      TokenSnapshot snapshot,
      Instant at,
      @Nullable String reason) {
    return sql.preparedQuery(INSERT).execute(row(type, snapshot, at, reason)).replaceWithVoid();
  }

  /**
   * Adds the same kind of change of many tokens, in their order, as {@link #append}.
   *
   * @return the id of the last row; once both paths have been served it, all are
   */
  public Uni<Long> appendAll(
      SqlConnection sql,
      TokenEvent.Type type,
      List<TokenSnapshot> snapshots,
      Instant at,
      @Nullable String reason) {
    return sql.preparedQuery(INSERT + " RETURNING id")
        .executeBatch(snapshots.stream().map(s -> row(type, s, at, reason)).toList())
        .map(Outbox::last);
  }

  /** A batch answers with a set of rows for each, chained. */
  private static long last(RowSet<Row> first) {
    long last = 0;
    for (RowSet<Row> rows = first; rows != null; rows = rows.next()) {
      last = Math.max(last, rows.iterator().next().getLong(0));
    }
    return last;
  }

  /**
   * Adds a change of the barriers, in the change's transaction and while their version is locked.
   *
   * @return the event's id, by which its epoch can be found
   */
  public Uni<UUID> append(
      SqlConnection sql, BarrierSet barriers, Instant at, @Nullable String reason) {
    UUID event = UUID.randomUUID();
    return sql.preparedQuery(INSERT_BARRIERS)
        .execute(
            Tuple.of(
                event,
                TokenEvent.Type.BARRIERS.wireName(),
                at.atOffset(ZoneOffset.UTC),
                ContractJson.writeString(barriers),
                reason))
        .replaceWith(event);
  }

  private static Tuple row(
      TokenEvent.Type type, TokenSnapshot snapshot, Instant at, @Nullable String reason) {
    return Tuple.from(
        new @Nullable Object[] {
          UUID.randomUUID(),
          snapshot.tokenId(),
          type.wireName(),
          at.atOffset(ZoneOffset.UTC),
          ContractJson.writeString(snapshot),
          reason
        });
  }

  /** Call once the transaction has committed: the relay then does not wait for its next look. */
  public void committed() {
    relay.wake();
  }
}
