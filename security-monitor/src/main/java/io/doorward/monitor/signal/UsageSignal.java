package io.doorward.monitor.signal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request made with a recognised token.
 *
 * @param source stands for the gateway instance
 * @param sequence the instance's number for the event
 * @param at when it was made; never ahead of the arrival by more than clocks may differ
 * @param retired set if the token was refused because it had been rotated
 * @param place stands for the route and path template, or the path where no route matched
 */
public record UsageSignal(
    UUID tokenId,
    UUID organizationId,
    long source,
    long sequence,
    Instant at,
    Outcome outcome,
    int place,
    @Nullable Retired retired) {

  /**
   * A retired token.
   *
   * @param rotatedAt when its successor was made
   * @param forRotation whether it was presented to be rotated
   * @param ip from where
   */
  public record Retired(Instant rotatedAt, boolean forRotation, String ip) {}

  /** What the gateway made of it, as far as rules tell it apart. */
  public enum Outcome {
    /** Let through, and the upstream did not fail. */
    ALLOWED,
    /** The token is good and may not do this: scope or address. */
    DENIED,
    /** Anything else: limits, failures, bad requests, a token that is no longer good. */
    OTHER
  }
}
