package io.doorward.gateway.snapshot;

import io.doorward.contract.event.GatewayReport;
import io.doorward.gateway.InstanceConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes what this instance tells of itself, numbered over both ways together. */
@Singleton
class OwnReport {
  /** What the clocks of the two ends of a lease may differ in pace, and a report be under way. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final FreshnessLease lease;
  private final Clock clock;
  private final String instance;
  private final Instant startedAt;
  private final long staleMillis;
  private long sequence;

  @Inject
  OwnReport(FreshnessLease lease, SnapshotConfig config, InstanceConfig instance, Clock clock) {
    this.lease = lease;
    this.clock = clock;
    this.instance = instance.instanceId();
    this.startedAt = now();
    this.staleMillis =
        config.lease().plus(config.recheck()).plus(config.maxStaleness()).plus(MARGIN).toMillis();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The state as it is now. A later number never comes with an earlier state. */
  synchronized GatewayReport next(boolean leaving) {
    sequence++;
    return new GatewayReport(
        GatewayReport.SCHEMA,
        instance,
        startedAt,
        sequence,
        now(),
        lease.appliedEpoch(),
        lease.isHeld(),
        leaving,
        staleMillis);
  }
}
