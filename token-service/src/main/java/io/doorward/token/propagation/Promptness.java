package io.doorward.token.propagation;

import io.doorward.token.outbox.EpochsGiven;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Measures how long changes take to be in force everywhere, whether anybody waits for them or not.
 * The replica that relays measures: from the oldest change of those that were given their epochs
 * together to the report by which the last gateway has applied them all.
 */
@ApplicationScoped
class Promptness {
  /** Later than this a change counts as incomplete, and its time is not taken any more. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int MOST_PENDING = 10_000;

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final Gateways gateways;
  private final Clock clock;
  private final Timer timer;
  private final Counter incomplete;
  private final Deque<Pending> pending = new ArrayDeque<>();

  private record Pending(long epoch, Instant at, long deadline) {}

  @Inject
  Promptness(Gateways gateways, Clock clock, MeterRegistry registry) {
    this.gateways = gateways;
    this.clock = clock;
    this.timer =
        Timer.builder("doorward.propagation")
            .description("from a change's commit until the last gateway has applied it")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    this.incomplete =
        Counter.builder("doorward.propagation.incomplete")
            .description("changes that not every gateway had applied after 10 s")
            .register(registry);
    Gauge.builder("doorward.gateways", gateways, g -> g.standing(0, null).instances())
        .description("gateways that are there as far as this replica has heard")
        .register(registry);
  }

  synchronized void given(@Observes EpochsGiven event) {
    if (pending.size() >= MOST_PENDING) {
      pending.removeFirst();
      incomplete.increment();
    }
    pending.addLast(
        new Pending(event.last(), event.oldest(), System.nanoTime() + PATIENCE.toNanos()));
  }

  /** Something has been heard of a gateway, or time has passed. */
  synchronized void news() {
    while (!pending.isEmpty() && isDone(pending.peekFirst())) {
      pending.removeFirst();
    }
  }

  private boolean isDone(Pending change) {
    Standing standing = gateways.standing(change.epoch(), null);
    if (standing.complete()) {
      Duration taken = Duration.between(change.at(), clock.instant());
      timer.record(taken.isNegative() ? Duration.ZERO : taken);
    } else if (System.nanoTime() - change.deadline() >= 0) {
      if (!standing.nobody()) {
        incomplete.increment();
      }
    } else {
      return standing.nobody();
    }
    return true;
  }
}
