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

  /** Listens to a channel until the subscription is closed. */
  public RedisSubscription subscribe(String channel, RedisSubscription.Listener listener) {
    RedisSubscription subscription = new RedisSubscription(vertx, endpoint, channel, listener);
    subscription.start();
    return subscription;
  }
}
