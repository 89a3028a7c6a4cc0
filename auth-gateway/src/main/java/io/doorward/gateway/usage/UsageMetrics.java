package io.doorward.gateway.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.LongSupplier;

/** What the usage room tells of itself. */
@Singleton
class UsageMetrics {
  final Counter dropped;
  final Counter sent;
  final Counter spooled;
  final Counter replayed;
  private final MeterRegistry registry;

  @Inject
  UsageMetrics(MeterRegistry registry) {
    this.registry = registry;
    dropped =
        Counter.builder("doorward.usage.dropped")
            .description("usage events lost because queue or spool were full")
            .register(registry);
    sent = Counter.builder("doorward.usage.sent").register(registry);
    spooled = Counter.builder("doorward.usage.spooled").register(registry);
    replayed = Counter.builder("doorward.usage.replayed").register(registry);
  }

  void gauge(String name, LongSupplier value) {
    Gauge.builder(name, value, LongSupplier::getAsLong).register(registry);
  }
}
