package io.doorward.gateway.snapshot;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;

/** What the snapshot room tells of itself. */
@Singleton
class SnapshotMetrics {
  final Counter process;
  final Counter unknown;
  final Counter redis;
  final Counter service;
  final Counter stale;
  final Counter unavailable;

  @Inject
  SnapshotMetrics(MeterRegistry registry, SnapshotCache cache, FreshnessLease lease) {
    process = level(registry, "process");
    unknown = level(registry, "unknown");
    redis = level(registry, "redis");
    service = level(registry, "service");
    stale = level(registry, "stale");
    unavailable = level(registry, "unavailable");
    Gauge.builder("doorward.snapshots.cached", cache, SnapshotCache::size)
        .description("tokens known in process")
        .register(registry);
    Gauge.builder("doorward.freshness.lease", lease, held -> held.isHeld() ? 1 : 0)
        .description("1 while cached tokens may be believed without asking")
        .register(registry);
    Gauge.builder("doorward.epoch.applied", lease, FreshnessLease::appliedEpoch)
        .description("the last token change up to which none was missed; -1 for none")
        .register(registry);
    for (FeedPath path : FeedPath.values()) {
      Gauge.builder("doorward.feed.alive", lease, held -> held.isAlive(path) ? 1 : 0)
          .description("1 while token events arrive on this path")
          .tag("path", path.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private static Counter level(MeterRegistry registry, String level) {
    return Counter.builder("doorward.snapshots")
        .description("where the answer for a token came from")
        .tag("level", level)
        .register(registry);
  }
}
