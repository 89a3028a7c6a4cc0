package io.doorward.usage.rollup;

import io.doorward.contract.event.UsageEvent;
import java.time.Instant;

/**
 * Sums over requests. {@link #plus} is associative and commutative and {@link #of} its only source,
 * so any split of the same events adds up to the same figures.
 *
 * @param durationMicros sum of the requests' durations
 * @param upstreamMicros sum of the time spent waiting for upstreams
 * @param lastAt the latest request
 */
public record Figures(
    long requests,
    long bytesIn,
    long bytesOut,
    long durationMicros,
    long upstreamMicros,
    Instant lastAt) {

  /** The figures of one request. */
  public static Figures of(UsageEvent event) {
    Long upstream = event.upstreamMicros();
    return new Figures(
        1,
        event.bytesIn(),
        event.bytesOut(),
        event.durationMicros(),
        upstream == null ? 0 : upstream,
        event.at());
  }

  /** The figures of both. */
  public Figures plus(Figures other) {
    return new Figures(
        requests + other.requests,
        bytesIn + other.bytesIn,
        bytesOut + other.bytesOut,
        durationMicros + other.durationMicros,
        upstreamMicros + other.upstreamMicros,
        lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt);
  }
}
