package io.doorward.token.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the relay tells of itself. */
@ApplicationScoped
class SenderMetrics {
  private final MeterRegistry registry;

  @Inject
  SenderMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Tells of this replica. */
  void watch(BooleanSupplier leading) {
    Gauge.builder("doorward.relay.leading", leading, one -> one.getAsBoolean() ? 1 : 0)
        .description("1 while this replica is the one that relays changes")
        .strongReference(true)
        .register(registry);
  }

  void watch(List<PathSender> senders) {
    for (PathSender sender : senders) {
      Gauge.builder("doorward.relay.unsent", sender, PathSender::unsent)
          .description("changes with an epoch that have not gone down the path yet")
          .tag("path", sender.name())
          .register(registry);
    }
  }
}
