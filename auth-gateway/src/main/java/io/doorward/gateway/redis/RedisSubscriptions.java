package io.doorward.gateway.redis;

import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Opens subscriptions. */
@Singleton
public class RedisSubscriptions {
  private final Vertx vertx;
  private final RedisEndpoint endpoint;

  @Inject
  RedisSubscriptions(Vertx vertx, RedisEndpoint endpoint) {
    this.vertx = vertx;
    this.endpoint = endpoint;
  }

  /** Listens to a channel that carries heartbeats until the subscription is closed. */
  public RedisSubscription subscribe(String channel, RedisSubscription.Listener listener) {
    return subscribe(channel, true, listener);
  }

  /** Listens to a channel on which there may be nothing to hear for long. */
  public RedisSubscription subscribeToQuiet(String channel, RedisSubscription.Listener listener) {
    return subscribe(channel, false, listener);
  }

  private RedisSubscription subscribe(
      String channel, boolean beats, RedisSubscription.Listener listener) {
    RedisSubscription subscription =
        new RedisSubscription(vertx, endpoint, channel, beats, listener);
    subscription.start();
    return subscription;
  }
}
