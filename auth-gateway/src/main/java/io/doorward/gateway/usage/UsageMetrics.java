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
        counter("doorward.usage.dropped", "usage events lost because queue or spool were full");
    sent = counter("doorward.usage.sent", "usage events the broker took at once");
    spooled = counter("doorward.usage.spooled", "usage events written to the spool");
    replayed = counter("doorward.usage.replayed", "usage events sent from the spool");
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** Nobody but the registry holds the supplier, and by default it would not hold it either. */
  void gauge(String name, String description, LongSupplier value) {
    Gauge.builder(name, value, LongSupplier::getAsLong)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
