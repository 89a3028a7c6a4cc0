package io.doorward.token.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: doubled each time, between half and whole of it. */
final class Backoff {
  private static final int MAX_DOUBLINGS = 20;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private int failures;

  Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** After another failure. */
  Duration next() {
    long whole = first.toMillis() << Math.min(failures, MAX_DOUBLINGS);
    failures++;
    long capped = Math.min(whole, longest.toMillis());
    return Duration.ofMillis((long) (capped * (0.5 + random.nextDouble() / 2)));
  }

  /** How many in a row there have been. */
  int failures() {
    return failures;
  }

  void succeeded() {
    failures = 0;
  }
}
