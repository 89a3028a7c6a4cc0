package io.doorward.gateway.snapshot;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.gateway.InstanceConfig;
import io.doorward.gateway.redis.RedisLink;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Tells the others, by way of Redis, that this instance is here and which changes are in force on
 * it. The entry goes by itself when the instance does.
 */
@Singleton
class InstanceReport {
  private static final long EVERY_MILLIS = 1_000;
  private static final int TTL_SECONDS = 5;

  private final Vertx vertx;
  private final RedisLink redis;
  private final FreshnessLease lease;
  private final String key;

  @Inject
  InstanceReport(Vertx vertx, RedisLink redis, FreshnessLease lease, InstanceConfig instance) {
    this.vertx = vertx;
    this.redis = redis;
    this.lease = lease;
    this.key = RedisKeys.gateway(instance.instanceId());
  }

  void start(@Observes StartupEvent event) {
    redis.background().onSuccess(this::reportFrom);
  }

  private void reportFrom(Context loop) {
    loop.runOnContext(nothing -> vertx.setPeriodic(EVERY_MILLIS, timer -> report()));
  }

  /** A report that cannot be delivered is made up for by the next. */
  private void report() {
    String state = "{\"epoch\":" + lease.appliedEpoch() + ",\"lease\":" + lease.isHeld() + "}";
    redis.send(Request.cmd(Command.SET).arg(key).arg(state).arg("EX").arg(TTL_SECONDS));
  }
}
