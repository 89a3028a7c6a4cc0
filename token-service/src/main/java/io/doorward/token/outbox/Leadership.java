package io.doorward.token.outbox;

import io.doorward.token.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * One replica leads: the one whose session holds the advisory lock. PostgreSQL gives the lock free
 * the moment the session ends, however it ends.
 */
@ApplicationScoped
class Leadership {
  /** Any number nobody else uses in this database; "dwrelay" in ASCII. */
  private static final long LOCK = 0x647772656c6179L;

  /** Where a replica that does not lead says that it has committed something. */
  private static final String CALLS = "doorward_relay";

  private final Database database;

  @Inject
  Leadership(Database database) {
    this.database = database;
  }

  /** The session that leads; empty if another replica does. */
  Uni<Optional<SqlConnection>> campaign() {
    return database.dedicated().chain(this::tryLock);
  }

  private Uni<Optional<SqlConnection>> tryLock(SqlConnection session) {
    return database
        .bounded(session.preparedQuery("SELECT pg_try_advisory_lock($1)").execute(Tuple.of(LOCK)))
        .chain(
            rows ->
                rows.iterator().next().getBoolean(0)
                    ? Uni.createFrom().item(Optional.of(session))
                    : session.close().replaceWith(Optional.<SqlConnection>empty()))
        .onFailure()
        .call(() -> session.close().onFailure().recoverWithNull());
  }

  /** Lets the leader hear the calls of the others on its session. */
  Uni<Void> listen(SqlConnection leader, Runnable called) {
    if (leader instanceof PgConnection session) {
      session.notificationHandler(call -> called.run());
    }
    return database.bounded(leader.query("LISTEN " + CALLS).execute()).replaceWithVoid();
  }

  /** Calls the leader, wherever it is; it looks by itself a little later anyway. */
  Uni<Void> call() {
    return database.connection(sql -> sql.query("NOTIFY " + CALLS).execute()).replaceWithVoid();
  }
}
