package io.doorward.gateway.limit;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What an answer says of its caller's limits: {@code RateLimit-Policy} and {@code RateLimit} (IETF
 * httpapi draft 10, lists of RFC 9651) and the older {@code X-RateLimit-*}.
 *
 * @param policy every window: quota and length in seconds
 * @param state the windows worth knowing: what is left and in how many seconds there is more
 */
public record RateLimitFields(
    String policy, String state, long limit, long remaining, long resetSeconds) {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int ITEM = 32;

  /** After a charge: the window with the least left, bursts aside. */
  static RateLimitFields charged(String policy, List<Reading> readings) {
    Reading shown = readings.get(0);
    for (Reading reading : readings) {
      if (rank(reading) < rank(shown)) {
        shown = reading;
      }
    }
    return of(policy, List.of(shown), shown);
  }

  private static long rank(Reading reading) {
    return reading.quota().window() == LimitWindow.SECOND ? Long.MAX_VALUE : reading.remaining();
  }

  /**
   * After a refusal.
   *
   * @param violated the windows that were in the way, the longest wait first
   */
  static RateLimitFields refused(String policy, List<Reading> violated) {
    return of(policy, violated, violated.get(0));
  }

  /** The windows that were in the way, the longest wait first. */
  static List<Reading> violated(List<Reading> readings) {
    return readings.stream()
        .filter(reading -> reading.pauseNanos() > 0)
        .sorted(Comparator.comparingLong(Reading::pauseNanos).reversed())
        .toList();
  }

  private static RateLimitFields of(String policy, List<Reading> shown, Reading foremost) {
    StringBuilder state = new StringBuilder(ITEM * shown.size());
    for (Reading reading : shown) {
      begin(state, reading.quota())
          .append(";r=")
          .append(reading.remaining())
          .append(";t=")
          .append(seconds(reading));
    }
    return new RateLimitFields(
        policy, state.toString(), foremost.limit(), foremost.remaining(), seconds(foremost));
  }

  /** The quotas as they are. */
  static String policy(List<Quota> quotas) {
    StringBuilder policy = new StringBuilder(ITEM * quotas.size());
    quotas.forEach(quota -> policy(policy, quota, quota.limit()));
    return policy.toString();
  }

  /** What is allowed here, of which an instance may have a share only. */
  static String shares(List<Reading> readings) {
    StringBuilder policy = new StringBuilder(ITEM * readings.size());
    readings.forEach(reading -> policy(policy, reading.quota(), reading.limit()));
    return policy.toString();
  }

  private static void policy(StringBuilder policy, Quota quota, long limit) {
    begin(policy, quota).append(";q=").append(limit).append(";w=").append(quota.window().seconds());
  }

  private static StringBuilder begin(StringBuilder list, Quota quota) {
    if (list.length() > 0) {
      list.append(", ");
    }
    return list.append('"').append(quota.name()).append('"');
  }

  /**
   * Rounded up: a caller that waits so long is not early. A slice more than the window is the
   * window.
   */
  private static long seconds(Reading reading) {
    long seconds = (Math.max(reading.pauseNanos(), 1) + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
    return Math.min(seconds, reading.quota().window().seconds());
  }

  /** Puts the fields on an answer. {@code X-RateLimit-Reset} is in seconds of the Unix epoch. */
  public void writeTo(MultiMap headers, Instant now) {
    headers.set("RateLimit-Policy", policy);
    headers.set("RateLimit", state);
    headers.set("X-RateLimit-Limit", Long.toString(limit));
    headers.set("X-RateLimit-Remaining", Long.toString(remaining));
    headers.set("X-RateLimit-Reset", Long.toString(now.getEpochSecond() + resetSeconds));
  }
}
