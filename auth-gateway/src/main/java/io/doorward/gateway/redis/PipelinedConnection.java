package io.doorward.gateway.redis;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One connection, used from one event loop only. Calls are pipelined and answered in order, so the
 * age of the oldest one tells whether Redis is still there: no timer for each call is needed.
 *
 * <p>A call is given up on the second look at it, one tick after it became overdue. In between the
 * loop has read its sockets, so a loop that was itself held up does not take Redis for dead.
 */
final class PipelinedConnection {
  /** Time between two looks at the oldest call, in milliseconds. */
  private static final long TICK_MILLIS = 5;

  private static final long FIRST_PAUSE_MILLIS = 20;

  /**
   * A handshake that takes longer is given up: a black hole accepts nothing and refuses nothing.
   */
  private static final long HANDSHAKE_MILLIS = 1_000;

  private final Vertx vertx;
  private final RedisEndpoint endpoint;
  private final Ticker ticker;
  private final long timeoutNanos;
  private final long longestPauseMillis;
  private final Deque<Call> pending = new ArrayDeque<>();
  private @Nullable Redis client;
  private @Nullable RedisConnection connection;
  private @Nullable Call overdue;
  private boolean ticking;
  private boolean closed;
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private volatile boolean up;

  PipelinedConnection(Vertx vertx, RedisEndpoint endpoint, RedisConfig config, Ticker ticker) {
    this.vertx = vertx;
    this.endpoint = endpoint;
    this.ticker = ticker;
    this.timeoutNanos = config.timeout().toNanos();
    this.longestPauseMillis = config.reconnect().toMillis();
  }

  private static final class Call {
    private final Promise<@Nullable Response> promise = Promise.promise();
    private final long sentAt;

    Call(long sentAt) {
      this.sentAt = sentAt;
    }
  }

  boolean isUp() {
    return up;
  }

  /** Sends a command; the future completes on this connection's loop, within the timeout. */
  Future<@Nullable Response> send(Request request) {
    RedisConnection present = connection;
    if (present == null) {
      return Future.failedFuture(new RedisUnavailable("Redis is not connected"));
    }
    Call call = new Call(ticker.read());
    pending.addLast(call);
    present.send(request).onComplete(reply -> answered(call, reply));
    if (!ticking) {
      ticking = true;
      vertx.setTimer(TICK_MILLIS, this::tick);
    }
    return call.promise.future();
  }

  private void answered(Call call, AsyncResult<Response> reply) {
    pending.remove(call);
    if (reply.succeeded()) {
      call.promise.tryComplete(reply.result());
    } else {
      call.promise.tryFail(reply.cause());
    }
  }

  private void tick(long timer) {
    Call oldest = pending.peekFirst();
    if (oldest == null) {
      ticking = false;
      overdue = null;
      return;
    }
    if (ticker.read() - oldest.sentAt >= timeoutNanos) {
      if (oldest == overdue) {
        ticking = false;
        giveUp();
        return;
      }
      overdue = oldest;
    }
    vertx.setTimer(TICK_MILLIS, this::tick);
  }

  /** Connects and stays connected until closed. Called on the loop this connection belongs to. */
  Future<Void> connect() {
    if (closed || client != null) {
      // two tasks of one loop share what the first has opened or is just opening
      return Future.succeededFuture();
    }
    Redis fresh = endpoint.client();
    client = fresh;
    vertx.setTimer(
        HANDSHAKE_MILLIS,
        id -> {
          if (connection == null) {
            lost(fresh);
          }
        });
    return fresh
        .connect()
        .compose(
            established -> established.send(Request.cmd(Command.PING)).map(pong -> established))
        .onSuccess(established -> ready(fresh, established))
        .onFailure(e -> lost(fresh))
        .mapEmpty();
  }

  private void ready(Redis owner, RedisConnection established) {
    if (owner != client) {
      // given up meanwhile
      return;
    }
    established.exceptionHandler(e -> lost(owner));
    established.endHandler(end -> lost(owner));
    connection = established;
    pauseMillis = FIRST_PAUSE_MILLIS;
    up = true;
  }

  private void giveUp() {
    lost(client);
  }

  private void lost(@Nullable Redis of) {
    if (of == null || of != client) {
      return;
    }
    up = false;
    connection = null;
    client = null;
    overdue = null;
    Deque<Call> abandoned = new ArrayDeque<>(pending);
    pending.clear();
    for (Call call : abandoned) {
      call.promise.tryFail(new RedisUnavailable("Redis did not answer in time"));
    }
    of.close();
    if (!closed) {
      vertx.setTimer(pauseMillis, id -> connect());
      long doubled = Math.min(pauseMillis * 2, longestPauseMillis);
      pauseMillis = doubled / 2 + ThreadLocalRandom.current().nextLong(doubled / 2 + 1);
    }
  }

  void close() {
    closed = true;
    lost(client);
  }
}
