package io.doorward.monitor.baseline;

/**
 * Counts of the newest minute and the two before it, which are still open to late events.
 *
 * @param newest minutes since the epoch
 * @param now requests in the newest minute
 * @param before requests in the minute before
 * @param earlier requests in the minute before that
 */
public record MinuteCounts(long newest, int now, int before, int earlier) {
  /** Minutes that are open. */
  public static final int OPEN = 3;

  /** One minute later: the earliest closes. */
  public MinuteCounts next() {
    return new MinuteCounts(newest + 1, 0, now, before);
  }

  /** Whether all of them are empty. */
  public boolean isEmpty() {
    return now == 0 && before == 0 && earlier == 0;
  }

  /** The count of a minute; 0 if it is not open. */
  public int at(long minute) {
    if (minute == newest) {
      return now;
    }
    if (minute == newest - 1) {
      return before;
    }
    return minute == newest - 2 ? earlier : 0;
  }

  /** One request more in a minute; nothing changes if it is not open. */
  public MinuteCounts plus(long minute) {
    if (minute == newest) {
      return new MinuteCounts(newest, now + 1, before, earlier);
    }
    if (minute == newest - 1) {
      return new MinuteCounts(newest, now, before + 1, earlier);
    }
    return minute == newest - 2 ? new MinuteCounts(newest, now, before, earlier + 1) : this;
  }
}
