package io.doorward.monitor.detect;

import io.doorward.monitor.baseline.SeenEvents;
import java.time.Instant;

/**
 * All that is remembered of one token.
 *
 * @param seen which events have been taken in
 * @param newest the newest of them, to the millisecond; the epoch if there is none
 */
public record TokenState(
    SeenEvents seen, Instant newest, RateState rate, RefusalState refusals, RetiredState retired) {

  /** A token never heard of. */
  public static TokenState unknown() {
    return new TokenState(
        SeenEvents.none(), Instant.EPOCH, RateState.UNUSED, RefusalState.NEW, RetiredState.NEW);
  }
}
