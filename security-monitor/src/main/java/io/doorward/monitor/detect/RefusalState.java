package io.doorward.monitor.detect;

import io.doorward.monitor.baseline.RefusalHabit;
import io.doorward.monitor.baseline.RefusalTest;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link RefusalBurst} remembers of one token. Times are milliseconds since the epoch.
 *
 * @param habit how often the token is usually refused
 * @param test the test under way
 * @param begunAt the first refusal of the test
 * @param lastAt the last refusal of the test
 * @param refusals how many refusals the test has seen
 * @param places the different places they were at, not more than {@link #MOST_PLACES}
 * @param quietUntil nothing is judged before
 */
record RefusalState(
    RefusalHabit habit,
    RefusalTest test,
    long begunAt,
    long lastAt,
    int refusals,
    List<Integer> places,
    long quietUntil) {

  static final int MOST_PLACES = 16;

  /** However many refusals one test has seen, no more of them become habit. */
  private static final int MOST_LEARNED = 20;

  static final RefusalState NEW =
      new RefusalState(RefusalHabit.NEW, RefusalTest.START, 0, 0, 0, List.of(), Long.MIN_VALUE);

  RefusalState {
    places = List.copyOf(places);
  }

  /** The test starts from nothing. */
  RefusalState restarted(long quietUntilNow) {
    return new RefusalState(habit, RefusalTest.START, 0, 0, 0, List.of(), quietUntilNow);
  }

  /** The refusals of the test turned out to be nothing: they become part of the habit. */
  RefusalState cleared() {
    RefusalHabit learned = habit;
    for (int i = 0; i < Math.min(refusals, MOST_LEARNED); i++) {
      learned = learned.plus(true);
    }
    return new RefusalState(learned, RefusalTest.START, 0, 0, 0, List.of(), quietUntil);
  }

  RefusalState refused(RefusalTest next, long at, int place) {
    List<Integer> seen = places;
    if (!seen.contains(place) && seen.size() < MOST_PLACES) {
      seen = new ArrayList<>(places);
      seen.add(place);
    }
    long begun = refusals == 0 ? at : begunAt;
    return new RefusalState(habit, next, begun, at, refusals + 1, seen, quietUntil);
  }

  RefusalState allowed(RefusalTest next) {
    RefusalState base = next.ratio() == 0 && refusals > 0 ? cleared() : this;
    return new RefusalState(
        base.habit.plus(false),
        next,
        base.begunAt,
        base.lastAt,
        base.refusals,
        base.places,
        quietUntil);
  }
}
