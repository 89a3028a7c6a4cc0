package io.doorward.gateway.redis;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Redis for requests: each event loop has a connection of its own, so that nothing is shared or
 * locked on the way. A Redis that is gone costs a request at most the configured timeout once;
 * after that calls fail at once until it is back.
 */
@Singleton
public class RedisLink {
  private final Vertx vertx;
  private final RedisEndpoint endpoint;
  private final RedisConfig config;
  private final Ticker ticker;
  private final Map<Thread, PipelinedConnection> connections = new ConcurrentHashMap<>();

  @Inject
  RedisLink(Vertx vertx, RedisEndpoint endpoint, RedisConfig config, Ticker ticker) {
    this.vertx = vertx;
    this.endpoint = endpoint;
    this.config = config;
    this.ticker = ticker;
  }

  /**
   * Gives the present event loop its connection. Completes when it stands or the first attempt has
   * failed; then it is tried again in the background. Must be called on an event loop.
   */
  public Future<Void> open() {
    PipelinedConnection own = new PipelinedConnection(vertx, endpoint, config, ticker);
    return connections.putIfAbsent(Thread.currentThread(), own) == null
        ? own.connect().otherwiseEmpty()
        : Future.succeededFuture();
  }

  /**
   * Sends a command on the present event loop's connection. Fails with {@link RedisUnavailable}, or
   * with the error that Redis answered.
   */
  public Future<@Nullable Response> send(Request request) {
    PipelinedConnection connection = connections.get(Thread.currentThread());
    return connection == null
        ? Future.failedFuture(new RedisUnavailable("this thread has no connection to Redis"))
        : connection.send(request);
  }

  /** Whether any loop is connected. */
  public boolean isUp() {
    return connections.values().stream().anyMatch(PipelinedConnection::isUp);
  }

  @PreDestroy
  void close() {
    connections.values().forEach(PipelinedConnection::close);
  }

  /** Runs on an event loop of its own that has a connection, for work that no request waits for. */
  public Future<Context> background() {
    Context context = ((VertxInternal) vertx).createEventLoopContext();
    Promise<Context> promise = Promise.promise();
    context.runOnContext(nothing -> open().onComplete(done -> promise.complete(context)));
    return promise.future();
  }
}
