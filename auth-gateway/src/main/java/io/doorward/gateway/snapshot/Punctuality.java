package io.doorward.gateway.snapshot;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether the heartbeats of one path tell of now. One that has waited somewhere, while this process
 * stood still or in a backlog, tells of then. The clocks of both ends need not agree: only how far
 * apart they seem is watched, and the least that was seen lately is taken for what they are.
 *
 * <p>"Lately" is time spent listening, so that a long standstill does not make what comes after it
 * the measure. If the sender's clock is set back, or a new sender's is behind, its heartbeats count
 * for late until that time has passed twice.
 */
final class Punctuality {
  private static final long UNKNOWN = Long.MAX_VALUE;

  private final long toleratedMillis;
  private final long latelyMillis;
  private Instant last = Instant.MAX;
  private long listenedMillis;
  private long least = UNKNOWN;
  private long leastBefore = UNKNOWN;

  /**
   * @param tolerated how much later than the promptest a heartbeat may come
   * @param lately for how long the promptest is remembered, at least
   */
  Punctuality(Duration tolerated, Duration lately) {
    this.toleratedMillis = tolerated.toMillis();
    this.latelyMillis = lately.toMillis();
  }

  /** Whether what was sent then, and is here now, was under way for too long. */
  synchronized boolean isLate(Instant sent, Instant now) {
    listen(now);
    long apart = Duration.between(sent, now).toMillis();
    long best = Math.min(least, leastBefore);
    least = Math.min(least, apart);
    return best != UNKNOWN && apart - best > toleratedMillis;
  }

  private void listen(Instant now) {
    if (now.isAfter(last)) {
      listenedMillis += Math.min(Duration.between(last, now).toMillis(), toleratedMillis);
    }
    last = now;
    if (listenedMillis >= latelyMillis) {
      listenedMillis = 0;
      leastBefore = least;
      least = UNKNOWN;
    }
  }
}
