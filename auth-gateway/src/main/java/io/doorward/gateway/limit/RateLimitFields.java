package io.doorward.gateway.limit;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an answer says of its caller's limits: {@code RateLimit-Policy} and {@code RateLimit} (IETF
 * httpapi draft 10, lists of RFC 9651) and the older {@code X-RateLimit-*}.
 *
 * @param policy every window: quota and length in seconds
 * @param state the windows worth knowing: what is left and in how many seconds there is more
 */
public record RateLimitFields(
    String policy, String state, long limit, long remaining, long resetSeconds) {

  /** After a charge: the window with the least left, bursts aside. */
  static RateLimitFields charged(List<Reading> readings) {
    Reading shown =
        readings.stream()
            .filter(reading -> reading.window() != LimitWindow.SECOND)
            .min(Comparator.comparingLong(Reading::remaining))
            .orElse(readings.get(0));
    return of(readings, List.of(shown), shown);
  }

  /** After a refusal: the windows that were in the way, the longest wait first. */
  static RateLimitFields refused(List<Reading> readings) {
    List<Reading> violated = violated(readings);
    return of(readings, violated, violated.get(0));
  }

  static List<Reading> violated(List<Reading> readings) {
    return readings.stream()
        .filter(reading -> !reading.pause().isZero())
        .sorted(Comparator.comparing(Reading::pause).reversed())
        .toList();
  }

  private static RateLimitFields of(List<Reading> readings, List<Reading> shown, Reading foremost) {
    return new RateLimitFields(
        readings.stream()
            .map(
                reading ->
                    "\"%s\";q=%d;w=%d"
                        .formatted(
                            reading.window().label(), reading.limit(), reading.window().seconds()))
            .collect(Collectors.joining(", ")),
        shown.stream()
            .map(
                reading ->
                    "\"%s\";r=%d;t=%d"
                        .formatted(reading.window().label(), reading.remaining(), seconds(reading)))
            .collect(Collectors.joining(", ")),
        foremost.limit(),
        foremost.remaining(),
        seconds(foremost));
  }

  /**
   * Rounded up: a caller that waits so long is not early. A slice more than the window is the
   * window.
   */
  private static long seconds(Reading reading) {
    long seconds = (Math.max(reading.pause().toMillis(), 1) + 999) / 1000;
    return Math.min(seconds, reading.window().seconds());
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
