package io.doorward.monitor.detect;

import io.doorward.monitor.baseline.RefusalTest;
import io.doorward.monitor.detect.DetectConfig.RefusalBurstConfig;
import io.doorward.monitor.detect.Finding.Grade;
import io.doorward.monitor.signal.UsageSignal;
import io.doorward.monitor.signal.UsageSignal.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code refusal_burst}: somebody tries with the token what it may not do.
 *
 * <p>Sees refusals for scope or address, at several places, made with the token itself: nobody can
 * bring them about without its secret. Does not see limits, failures, bad requests, unknown tokens,
 * and refusals at one place only (a job that is set up wrongly).
 */
final class RefusalBurst {
  static final String NAME = "refusal_burst";

  private final RefusalBurstConfig config;
  private final double limit;

  RefusalBurst(RefusalBurstConfig config) {
    this.config = config;
    limit = RefusalTest.limit(config.falseAlarm(), config.miss());
  }

  Verdict<RefusalState> judge(RefusalState before, UsageSignal signal) {
    long at = signal.at().toEpochMilli();
    if (signal.outcome() == Outcome.OTHER || at < before.quietUntil()) {
      return Verdict.silent(before);
    }
    RefusalState state =
        before.refusals() > 0 && at - before.lastAt() > config.window().toMillis()
            ? before.cleared()
            : before;
    boolean refused = signal.outcome() == Outcome.DENIED;
    double usual = state.habit().share(config.usualAtLeast(), config.usualAtMost());
    RefusalTest test = state.test().plus(refused, usual, config.attack());
    if (!refused) {
      return Verdict.silent(state.allowed(test));
    }
    RefusalState after = state.refused(test, at, signal.place());
    if (test.ratio() < limit
        || after.refusals() < config.refusals()
        || after.places().size() < config.places()) {
      return Verdict.silent(after);
    }
    return new Verdict<>(
        after.restarted(at + config.coolDown().toMillis()), finding(after, signal.at()));
  }

  private static Finding finding(RefusalState state, Instant at) {
    long seconds = (state.lastAt() - state.begunAt()) / 1_000;
    int places = state.places().size();
    return new Finding(
        NAME,
        Grade.GRAVE,
        Instant.ofEpochMilli(state.begunAt()),
        at,
        state.test().ratio() / Math.log(10),
        state.refusals()
            + " requests at "
            + places
            + " places were refused for lack of rights within "
            + seconds
            + " s",
        new TreeMap<>(
            Map.of(
                "refusals", Integer.toString(state.refusals()),
                "places", Integer.toString(places),
                "seconds", Long.toString(seconds))));
  }
}
