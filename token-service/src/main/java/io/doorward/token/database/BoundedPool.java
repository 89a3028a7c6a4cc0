package io.doorward.token.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connection pool with bounds on waiting, so that a PostgreSQL that is gone is noticed. */
@Singleton
class BoundedPool implements PgPoolCreator {
  private static final int WAITING_REQUESTS = 1000;

  /** Characters; the longest statement, that of a list, has about ten thousand. */
  private static final int LONGEST_PREPARED = 16_384;

  /** Longer than any statement may take. */
  private static final int SILENCE_SECONDS = 15;

  private final DatabaseConfig config;
  private volatile @Nullable PgConnectOptions server;

  @Inject
  BoundedPool(DatabaseConfig config) {
    this.config = config;
  }

  @Override
  public Pool create(Input input) {
    List<PgConnectOptions> servers = input.pgConnectOptionsList();
    int connectMillis = (int) config.connectTimeout().toMillis();
    servers.forEach(server -> server.setConnectTimeout(connectMillis));
    servers.forEach(BoundedPool::silenceEnds);
    servers.forEach(server -> server.setPreparedStatementCacheSqlLimit(LONGEST_PREPARED));
    server = new PgConnectOptions(servers.get(0));
    PoolOptions options =
        input
            .poolOptions()
            .setMaxWaitQueueSize(WAITING_REQUESTS)
            .setConnectionTimeout((int) config.timeout().toMillis())
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    return Pool.pool(input.vertx(), servers.get(0), options);
  }

  /**
   * A connection on which nothing has come for so long is closed: one whose server has vanished
   * would take its place in the pool until the operating system gives up, a quarter of an hour on.
   */
  static void silenceEnds(PgConnectOptions server) {
    server.setReadIdleTimeout(SILENCE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  /** How the pool connects, for a connection outside it. */
  PgConnectOptions server() {
    PgConnectOptions known = server;
    if (known == null) {
      throw new IllegalStateException("the pool has not been made yet");
    }
    return new PgConnectOptions(known);
  }
}
