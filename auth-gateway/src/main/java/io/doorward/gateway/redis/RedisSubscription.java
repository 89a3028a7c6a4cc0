package io.doorward.gateway.redis;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to one channel that is taken up again whenever it breaks, or has been silent for
 * too long if the channel carries heartbeats. What was published meanwhile is lost; the listener is
 * told of the break.
 */
public final class RedisSubscription {
  private static final long RETRY_MILLIS = 200;
  private static final long SILENCE_MILLIS = 5_000;

  private final Vertx vertx;
  private final RedisEndpoint endpoint;
  private final String channel;
  private final boolean beats;
  private final Listener listener;
  private volatile @Nullable Redis client;
  private volatile boolean closed;
  private volatile boolean heard;

  RedisSubscription(
      Vertx vertx, RedisEndpoint endpoint, String channel, boolean beats, Listener listener) {
    this.vertx = vertx;
    this.endpoint = endpoint;
    this.channel = channel;
    this.beats = beats;
    this.listener = listener;
  }

  /** Hears what is published; called on an event loop, one call at a time. */
  public interface Listener {
    /** A message. */
    void message(byte[] payload);

    /** The subscription broke; messages may be missing from here on. */
    void interrupted();
  }

  void start() {
    if (closed) {
      return;
    }
    Redis fresh = endpoint.client();
    client = fresh;
    heard = false;
    if (beats) {
      vertx.setTimer(SILENCE_MILLIS, id -> watch(fresh));
    }
    fresh
        .connect()
        .onFailure(e -> again(fresh))
        .onSuccess(
            connection -> {
              connection.handler(this::received);
              connection.exceptionHandler(e -> again(fresh));
              connection.endHandler(end -> again(fresh));
              subscribe(connection, e -> again(fresh));
            });
  }

  private void watch(Redis of) {
    if (client != of) {
      return;
    }
    if (!heard) {
      again(of);
      return;
    }
    heard = false;
    vertx.setTimer(SILENCE_MILLIS, id -> watch(of));
  }

  private void subscribe(RedisConnection connection, Handler<Throwable> failed) {
    connection.send(Request.cmd(Command.SUBSCRIBE).arg(channel)).onFailure(failed);
  }

  private void received(@Nullable Response response) {
    if (response != null && response.size() == 3 && "message".equals(response.get(0).toString())) {
      heard = true;
      listener.message(response.get(2).toBytes());
    }
  }

  /** The watch and the connection live on different loops; only one of them starts anew. */
  private synchronized boolean giveUp(Redis of) {
    if (client != of) {
      return false;
    }
    client = null;
    return true;
  }

  private void again(Redis of) {
    if (!giveUp(of)) {
      return;
    }
    of.close();
    listener.interrupted();
    if (!closed) {
      vertx.setTimer(RETRY_MILLIS, id -> start());
    }
  }

  /** Ends it for good. */
  public void close() {
    closed = true;
    Redis present = client;
    client = null;
    if (present != null) {
      present.close();
    }
  }
}
