package io.doorward.gateway.limit;

import java.time.Duration;
import java.util.List;

/**
 * What came of a charge.
 *
 * @param granted permits charged; 0 for a refusal
 * @param at reading of Redis' clock in microseconds, by which permits are given back
 * @param readings of every window, in the order of the quotas
 */
record Ruling(int granted, long at, List<Reading> readings) {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  boolean charged() {
    return granted > 0;
  }

  /** What it says to a request. */
  LimitOutcome outcome(String policy) {
    if (charged()) {
      return new LimitOutcome.Admitted(RateLimitFields.charged(policy, readings));
    }
    List<Reading> violated = RateLimitFields.violated(readings);
    return new LimitOutcome.Exhausted(
        RateLimitFields.refused(policy, violated),
        Duration.ofSeconds((pauseNanos() + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND),
        violated.stream().map(reading -> reading.quota().phrase()).toList());
  }

  /** After a refusal: until it would fit in every window. */
  long pauseNanos() {
    long longest = 0;
    for (Reading reading : readings) {
      longest = Math.max(longest, reading.pauseNanos());
    }
    return longest;
  }
}
