package io.doorward.gateway.snapshot;

import java.util.TreeSet;

/**
 * Which epochs have been applied, whichever path they came on. Not thread-safe.
 *
 * <p>Epochs count all changes without a gap, so "applied up to n" means that nothing up to n was
 * missed.
 */
final class EpochLedger {
  /** So many out of order are no disorder but a gap that will not close. */
  private static final int MAX_AHEAD = 10_000;

  private static final long NONE = -1;

  private final TreeSet<Long> ahead = new TreeSet<>();
  private long applied = NONE;

  boolean isEmpty() {
    return applied == NONE;
  }

  /** Everything up to this epoch has been applied; -1 before anything was heard. */
  long applied() {
    return applied;
  }

  /** Starts counting here: what came before is known from elsewhere. */
  void startAt(long epoch) {
    if (epoch < applied) {
      // numbered by the count that ended
      ahead.clear();
    }
    applied = epoch;
    ahead.headSet(epoch, true).clear();
    advance();
  }

  void apply(long epoch) {
    if (epoch <= applied) {
      return;
    }
    ahead.add(epoch);
    if (ahead.size() > MAX_AHEAD) {
      ahead.pollFirst();
    }
    advance();
  }

  private void advance() {
    while (!ahead.isEmpty() && ahead.first() == applied + 1) {
      applied++;
      ahead.pollFirst();
    }
  }
}
