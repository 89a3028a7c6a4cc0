package io.doorward.monitor.detect;

import io.doorward.monitor.baseline.MinuteCounts;
import io.doorward.monitor.baseline.RateBaseline;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RateSpike} remembers of one token.
 *
 * @param since the first minute of use; negative before
 * @param alarm the last finding
 */
record RateState(long since, MinuteCounts counts, RateBaseline baseline, @Nullable Alarm alarm) {
  /** A token that has made no request yet. */
  static final RateState UNUSED =
      new RateState(-1, new MinuteCounts(-1, 0, 0, 0), RateBaseline.EMPTY, null);

  /** The state before a request in this minute. */
  RateState orBegunIn(long minute) {
    return since >= 0
        ? this
        : new RateState(minute, new MinuteCounts(minute, 0, 0, 0), RateBaseline.EMPTY, null);
  }

  /**
   * A finding that was made.
   *
   * @param minute the minute in which it was made
   */
  record Alarm(long minute, Finding.Grade grade) {}
}
