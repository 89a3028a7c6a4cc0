package io.doorward.gateway.snapshot;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.gateway.redis.RedisSubscription;
import io.doorward.gateway.redis.RedisSubscriptions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Token events over Redis pub/sub: fast, but what is published during a break is lost. */
@Singleton
class RedisFeed implements RedisSubscription.Listener {
  private final RedisSubscriptions subscriptions;
  private final TokenChanges changes;
  private final FreshnessLease lease;
  private @Nullable RedisSubscription subscription;

  @Inject
  RedisFeed(RedisSubscriptions subscriptions, TokenChanges changes, FreshnessLease lease) {
    this.subscriptions = subscriptions;
    this.changes = changes;
    this.lease = lease;
  }

  void start(@Observes StartupEvent event) {
    subscription = subscriptions.subscribe(RedisKeys.TOKEN_EVENTS, this);
  }

  void stop(@Observes ShutdownEvent event) {
    if (subscription != null) {
      subscription.close();
    }
  }

  @Override
  public void message(byte[] payload) {
    changes.receive(FeedPath.REDIS, payload);
  }

  @Override
  public void interrupted() {
    lease.interrupted(FeedPath.REDIS);
  }
}
