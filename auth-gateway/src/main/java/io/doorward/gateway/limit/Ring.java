package io.doorward.gateway.limit;

/** One window of one token in process: the same conservative count of slices as in Redis. */
final class Ring {
  private final long sliceNanos;
  private final long[] counts;
  private long newest;
  private long sum;

  Ring(LimitWindow window, long now) {
    sliceNanos = window.slice().toNanos();
    counts = new long[(int) -Math.floorDiv(-window.length().toNanos(), sliceNanos) + 1];
    newest = Math.floorDiv(now, sliceNanos);
  }

  /** Permits that count now. */
  long used(long now) {
    long present = Math.max(Math.floorDiv(now, sliceNanos), newest);
    long passed = Math.min(present - newest, counts.length);
    for (long i = 1; i <= passed; i++) {
      int slot = (int) Math.floorMod(newest + i, (long) counts.length);
      sum -= counts[slot];
      counts[slot] = 0;
    }
    newest = present;
    return sum;
  }

  /** Charges now; {@link #used} has been called for the same instant. */
  void add(long permits) {
    counts[(int) Math.floorMod(newest, (long) counts.length)] += permits;
    sum += permits;
  }

  /** Nanoseconds until so many permits have come back. */
  long waitFor(long permits, long now) {
    long needed = permits;
    for (long slice = newest - counts.length + 1; slice <= newest; slice++) {
      needed -= counts[(int) Math.floorMod(slice, (long) counts.length)];
      if (needed <= 0) {
        return (slice + counts.length) * sliceNanos - now;
      }
    }
    return counts.length * sliceNanos;
  }
}
