package io.doorward.token.outbox;

import io.doorward.token.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.StreamSupport;

/** The relay's own rows. */
@ApplicationScoped
class OutboxStore {
  /** Rows that get their epochs in one transaction. */
  static final int MOST_AT_ONCE = 1000;

  private static final String LOOK =
      """
      SELECT last_epoch, EXISTS (SELECT 1 FROM tokens.outbox WHERE epoch IS NULL) AS fresh,
             (SELECT version FROM tokens.barrier_state) AS barrier_version
        FROM tokens.relay_epoch
      """;

  private static final String LOCK = "SELECT last_epoch FROM tokens.relay_epoch FOR UPDATE";

  /** Begun after {@link #LOCK} was granted, so it sees every epoch given before. */
  private static final String ASSIGN =
      """
      WITH fresh AS (
        SELECT id, row_number() OVER (ORDER BY id) AS n
          FROM tokens.outbox WHERE epoch IS NULL ORDER BY id LIMIT $2),
      given AS (
        UPDATE tokens.outbox o SET epoch = $1 + fresh.n FROM fresh WHERE o.id = fresh.id
        RETURNING o.token_id, o.epoch, o.at),
      latest AS (
        INSERT INTO tokens.token_epoch (token_id, epoch, at)
        SELECT DISTINCT ON (token_id) token_id, epoch, at
          FROM given WHERE token_id IS NOT NULL ORDER BY token_id, epoch DESC
        ON CONFLICT (token_id) DO UPDATE SET epoch = EXCLUDED.epoch, at = EXCLUDED.at)
      UPDATE tokens.relay_epoch SET last_epoch = last_epoch + (SELECT count(*) FROM given)
      RETURNING last_epoch, (SELECT min(at) FROM given) AS oldest
      """;

  private static final String READ =
      "SELECT * FROM tokens.outbox WHERE epoch > $1 ORDER BY epoch LIMIT $2";

  private static final String PROGRESS =
      "UPDATE tokens.relay_path SET sent_epoch = GREATEST(sent_epoch, $2) WHERE path = $1";

  private static final String PRUNE =
      "DELETE FROM tokens.outbox WHERE epoch <= (SELECT min(sent_epoch) FROM tokens.relay_path)";

  private final Database database;
  private final Event<EpochsGiven> given;

  /** As of the leader's last look; heartbeats are given on no older knowledge. */
  private volatile long barrierVersion;

  @Inject
  OutboxStore(Database database, Event<EpochsGiven> given) {
    this.database = database;
    this.given = given;
  }

  /**
   * Gives new rows the next epochs. Rows of one token were written under its row lock, so their
   * ids, and with them their epochs, are in the order of their versions.
   *
   * @return the last epoch given
   */
  Uni<Long> assign(SqlConnection leader) {
    return database.bounded(
        leader
            .query(LOOK)
            .execute()
            .map(rows -> rows.iterator().next())
            .invoke(row -> barrierVersion = row.getLong("barrier_version"))
            .chain(
                row ->
                    row.getBoolean("fresh")
                        ? give(leader)
                        : Uni.createFrom().item(row.getLong("last_epoch"))));
  }

  /** The version of the barriers when the leader last looked. */
  long barrierVersion() {
    return barrierVersion;
  }

  private Uni<Long> give(SqlConnection leader) {
    return leader
        .begin()
        .chain(
            transaction ->
                leader
                    .query(LOCK)
                    .execute()
                    .map(rows -> rows.iterator().next().getLong(0))
                    .chain(
                        last -> leader.preparedQuery(ASSIGN).execute(Tuple.of(last, MOST_AT_ONCE)))
                    .map(rows -> rows.iterator().next())
                    .call(transaction::commit)
                    .invoke(this::tell)
                    .map(row -> row.getLong("last_epoch")));
  }

  private void tell(Row row) {
    OffsetDateTime oldest = row.getOffsetDateTime("oldest");
    if (oldest != null) {
      given.fire(new EpochsGiven(row.getLong("last_epoch"), oldest.toInstant()));
    }
  }

  /** The changes after an epoch, in order. */
  Uni<List<Change>> after(long epoch, int limit) {
    return database.connection(
        sql ->
            sql.preparedQuery(READ)
                .execute(Tuple.of(epoch, limit))
                .map(
                    rows ->
                        StreamSupport.stream(rows.spliterator(), false).map(Change::of).toList()));
  }

  /** How far a path has been served. */
  Uni<Long> progress(String path) {
    return database.connection(
        sql ->
            sql.preparedQuery("SELECT sent_epoch FROM tokens.relay_path WHERE path = $1")
                .execute(Tuple.of(path))
                .map(rows -> rows.iterator().next().getLong(0)));
  }

  /** Records how far a path has been served; never goes back. */
  Uni<Void> progress(String path, long epoch) {
    return database
        .connection(sql -> sql.preparedQuery(PROGRESS).execute(Tuple.of(path, epoch)))
        .replaceWithVoid();
  }

  /** Removes what both paths have been served. */
  Uni<Void> prune() {
    return database.connection(sql -> sql.query(PRUNE).execute()).replaceWithVoid();
  }
}
