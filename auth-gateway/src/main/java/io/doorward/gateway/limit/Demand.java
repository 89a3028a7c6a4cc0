package io.doorward.gateway.limit;

import java.time.Duration;

/**
 * How many permits a token uses here, from what it has used between two calls: a mean in which what
 * was a second ago counts a third. Not thread-safe.
 */
final class Demand {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long SHORTEST_NANOS = 1_000;

  /** Leases are made a little smaller than the demand, so that few permits are left over. */
  private static final double PRUDENCE = 0.8;

  private double perSecond;
  private long since;
  private boolean begun;

  /** So many permits were used since the last time. */
  void learn(int used, long now) {
    if (begun) {
      double seconds = Math.max(now - since, SHORTEST_NANOS) / NANOS_PER_SECOND;
      double weight = -Math.expm1(-seconds);
      perSecond += (used / seconds - perSecond) * weight;
    }
    begun = true;
    since = now;
  }

  /** What a lease of this life would be used for. */
  int within(Duration life) {
    double expected = perSecond * life.toNanos() / NANOS_PER_SECOND * PRUDENCE;
    return (int) Math.min(expected, Integer.MAX_VALUE);
  }
}
