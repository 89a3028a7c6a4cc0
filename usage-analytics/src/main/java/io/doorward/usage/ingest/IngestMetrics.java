package io.doorward.usage.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What became of events, counted after the commit. */
final class IngestMetrics {
  private final Counter counted;
  private final Counter repeated;
  private final Counter clamped;

  IngestMetrics(MeterRegistry registry) {
    counted = registry.counter("doorward.usage.events", "outcome", "counted");
    repeated = registry.counter("doorward.usage.events", "outcome", "repeated");
    clamped = registry.counter("doorward.usage.events.clamped");
  }

  void stored(int counted, int repeated, int clamped) {
    this.counted.increment(counted);
    this.repeated.increment(repeated);
    this.clamped.increment(clamped);
  }
}
