package io.doorward.usage.query;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A half-open period of time, {@code from <= t < to}.
 *
 * <p>It falls into three disjoint parts: the rest of the minute it begins in, whole minutes, and
 * the begun minute it ends in. Each may be empty.
 */
record Period(Instant from, Instant to) {
  Period {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("a period ends after it begins");
    }
  }

  /** The rest of the minute it begins in; empty if it begins with a minute. */
  Period head() {
    return new Period(from, wholeFrom());
  }

  /** The whole minutes in it. */
  Period wholeMinutes() {
    return new Period(wholeFrom(), wholeTo());
  }

  /** The begun minute it ends in; empty if it ends with a minute. */
  Period tail() {
    return new Period(wholeTo(), to);
  }

  private Instant wholeFrom() {
    Instant minute = from.truncatedTo(ChronoUnit.MINUTES);
    Instant next = minute.equals(from) ? from : minute.plus(1, ChronoUnit.MINUTES);
    return next.isAfter(to) ? to : next;
  }

  private Instant wholeTo() {
    Instant minute = to.truncatedTo(ChronoUnit.MINUTES);
    return minute.isBefore(wholeFrom()) ? wholeFrom() : minute;
  }
}
