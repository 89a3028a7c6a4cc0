package io.doorward.gateway.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Requests by route and outcome. Labels come from the route file and the error registry only. */
@Singleton
class ProxyMetrics {
  private final MeterRegistry registry;
  private final Timer added;
  private final ConcurrentMap<Labels, Counter> requests = new ConcurrentHashMap<>();

  private record Labels(String route, String outcome) {}

  @Inject
  ProxyMetrics(MeterRegistry registry, Drain drain) {
    this.registry = registry;
    this.added =
        Timer.builder("doorward.check")
            .description("time from a request's head to the decision on it")
            .serviceLevelObjectives(
                Duration.ofNanos(100_000),
                Duration.ofNanos(300_000),
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(50))
            .register(registry);
    Gauge.builder("doorward.requests.under.way", drain, Drain::underWay)
        .description("requests that have no complete answer yet")
        .register(registry);
  }

  void answered(String route, String outcome) {
    requests
        .computeIfAbsent(
            new Labels(route, outcome),
            labels ->
                Counter.builder("doorward.requests")
                    .description("requests by route and outcome")
                    .tag("route", labels.route())
                    .tag("outcome", labels.outcome())
                    .register(registry))
        .increment();
  }

  void decided(long nanos) {
    added.record(nanos, TimeUnit.NANOSECONDS);
  }
}
