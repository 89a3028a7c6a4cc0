package io.doorward.token.database;

import io.doorward.kit.problem.ProblemException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Transactions with a bound on their time. A PostgreSQL that cannot be reached, or does not answer
 * in time, fails with {@code dependency_unavailable}. A transaction cut off is rolled back, unless
 * its commit was under way already.
 */
@ApplicationScoped
public class Database {
  /** A sort that no index can save is done all the same. */
  private static final String NO_SORT_THAT_AN_INDEX_SAVES =
      "SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off";

  private final Vertx vertx;
  private final Pool pool;
  private final BoundedPool bounds;
  private final Duration timeout;
  private final Duration bulkTimeout;

  @Inject
  Database(Vertx vertx, Pool pool, BoundedPool bounds, DatabaseConfig config) {
    this.vertx = vertx;
    this.pool = pool;
    this.bounds = bounds;
    this.timeout = config.timeout();
    this.bulkTimeout = config.bulkTimeout();
  }

  /** Runs the work in one transaction, read committed; any failure rolls all of it back. */
  public <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
    return transaction(work, timeout);
  }

  /** As {@link #transaction}, with the longer bound of a change of many tokens. */
  public <T> Uni<T> bulk(Function<SqlConnection, Uni<T>> work) {
    return transaction(work, bulkTimeout);
  }

  private <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work, Duration bound) {
    return Uni.createFrom()
        .deferred(
            () -> {
              AtomicBoolean cutOff = new AtomicBoolean();
              // The client goes on with what was begun, whether anybody waits for it or not.
              return bounded(
                  pool.withTransaction(
                          sql ->
                              Uni.createFrom()
                                  .voidItem()
                                  .invoke(() -> refuse(cutOff))
                                  .chain(() -> work.apply(sql))
                                  .invoke(() -> refuse(cutOff)))
                      .onCancellation()
                      .invoke(() -> cutOff.set(true)),
                  bound);
            });
  }

  private static void refuse(AtomicBoolean cutOff) {
    if (cutOff.get()) {
      throw new TimeoutException();
    }
  }

  /** Runs a single statement or several reads without a transaction. */
  public <T> Uni<T> connection(Function<SqlConnection, Uni<T>> work) {
    return bounded(pool.withConnection(work));
  }

  /**
   * Runs reads of ordered lists. A plan that serves every argument does not know how many rows one
   * stands for: left to itself it may fetch all of a large owner's and sort them, where an index
   * has them in order.
   */
  public <T> Uni<T> inOrderOfIndices(Function<SqlConnection, Uni<T>> work) {
    return transaction(
        sql -> sql.query(NO_SORT_THAT_AN_INDEX_SAVES).execute().chain(() -> work.apply(sql)));
  }

  /**
   * A connection outside the pool, for what belongs to a session, such as an advisory lock. The
   * server notices within seconds that the holder is gone.
   */
  public Uni<SqlConnection> dedicated() {
    PgConnectOptions options =
        bounds
            .server()
            .addProperty("tcp_keepalives_idle", "5")
            .addProperty("tcp_keepalives_interval", "2")
            .addProperty("tcp_keepalives_count", "3")
            .addProperty("idle_in_transaction_session_timeout", "5000");
    Uni<SqlConnection> connecting =
        PgConnection.connect(vertx, options)
            .<SqlConnection>map(connection -> connection)
            .memoize()
            .indefinitely();
    return bounded(connecting)
        .onFailure()
        .invoke(
            () ->
                connecting
                    .subscribe()
                    .with(
                        late -> late.close().subscribe().with(done -> {}, gone -> {}), none -> {}));
  }

  /** The same bound and the same failures for work that holds its connection itself. */
  public <T> Uni<T> bounded(Uni<T> work) {
    return bounded(work, timeout);
  }

  private static <T> Uni<T> bounded(Uni<T> work, Duration bound) {
    return work.ifNoItem()
        .after(bound)
        .fail()
        .onFailure(Database::unreachable)
        .transform(any -> ProblemException.unavailable("The database"));
  }

  private static boolean unreachable(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof PgException sql) {
        return ofTheServer(sql.getSqlState());
      }
      if (t instanceof IOException
          || t instanceof TimeoutException
          || t instanceof VertxException
          || t instanceof NoStackTraceThrowable) {
        return true;
      }
    }
    return false;
  }

  /**
   * SQLSTATE classes that speak of the server, not of the statement: connection, resources,
   * operator intervention, a server that is starting or read-only, and a transaction that had to
   * give way to another.
   */
  private static boolean ofTheServer(@Nullable String sqlState) {
    return sqlState != null
        && (sqlState.startsWith("08")
            || sqlState.startsWith("40")
            || sqlState.startsWith("53")
            || sqlState.startsWith("57")
            || sqlState.equals("25006"));
  }
}
