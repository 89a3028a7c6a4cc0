package io.doorward.usage.stream;

import java.time.Duration;

/** Pauses that double from failure to failure. Not for several threads. */
final class Backoff {
  private final Duration first;
  private final Duration most;
  private Duration next;

  Backoff(Duration first, Duration most) {
    this.first = first;
    this.most = most;
    next = first;
  }

  /** The pause to make now. */
  Duration pause() {
    Duration pause = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(most) < 0 ? doubled : most;
    return pause;
  }

  /** Something worked. */
  void reset() {
    next = first;
  }

  /** Whether nothing failed since the last {@link #reset}. */
  boolean isReset() {
    return next.equals(first);
  }
}
