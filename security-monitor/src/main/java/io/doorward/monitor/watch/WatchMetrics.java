package io.doorward.monitor.watch;

import io.doorward.contract.event.SecurityEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What went through the stream. No label names a token or an organization. */
final class WatchMetrics {
  private final MeterRegistry registry;
  private final Counter judged;
  private final Counter repeated;
  private final Counter notWatched;
  private final Counter deadLetters;

  WatchMetrics(MeterRegistry registry) {
    this.registry = registry;
    judged = registry.counter("doorward.monitor.events", "outcome", "judged");
    repeated = registry.counter("doorward.monitor.events", "outcome", "repeated");
    notWatched = registry.counter("doorward.monitor.events", "outcome", "not_watched");
    deadLetters = registry.counter("doorward.dead.letters", "topic", "usage-events");
  }

  void judged() {
    judged.increment();
  }

  void repeated() {
    repeated.increment();
  }

  void notWatched() {
    notWatched.increment();
  }

  void putAside() {
    deadLetters.increment();
  }

  void detected(SecurityEvent event) {
    registry
        .counter(
            "doorward.monitor.detections",
            "rule",
            event.detection(),
            "response",
            event.response().wireName())
        .increment();
  }
}
