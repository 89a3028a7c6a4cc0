package io.doorward.token.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** What the relay tells of itself. */
@ApplicationScoped
class SenderMetrics {
  private final MeterRegistry registry;

  @Inject
  SenderMetrics(MeterRegistry registry) {
    this.registry = registry;
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
