package io.doorward.gateway.snapshot;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** How current this instance is, for health checks. */
@Singleton
public class Freshness {
  private final FreshnessLease lease;

  @Inject
  Freshness(FreshnessLease lease) {
    this.lease = lease;
  }

  /** Whether cached tokens may be believed without asking. */
  public boolean leaseHeld() {
    return lease.isHeld();
  }

  /** Whether token events arrive over Redis. */
  public boolean redisPathAlive() {
    return lease.isAlive(FeedPath.REDIS);
  }

  /** Whether token events arrive over Kafka. */
  public boolean kafkaPathAlive() {
    return lease.isAlive(FeedPath.KAFKA);
  }

  /** The last change up to which nothing was missed. */
  public long appliedEpoch() {
    return lease.appliedEpoch();
  }
}
