package io.doorward.monitor.detect;

import io.doorward.monitor.baseline.MinuteCounts;
import io.doorward.monitor.baseline.RateBaseline;
import io.doorward.monitor.baseline.TailBound;
import io.doorward.monitor.detect.DetectConfig.RateSpikeConfig;
import io.doorward.monitor.detect.Finding.Grade;
import io.doorward.monitor.signal.UsageSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code rate_spike}: many more requests in a minute than this token ever makes.
 *
 * <p>Sees requests that were let through. Does not see: slow growth, a token's first day, traffic
 * that stays within what the token has done before. Minutes that are themselves spikes are not
 * learned from.
 */
final class RateSpike {
  static final String NAME = "rate_spike";

  private final RateSpikeConfig config;
  private final double halfLifeMinutes;

  RateSpike(RateSpikeConfig config) {
    this.config = config;
    halfLifeMinutes = Math.max(1, config.halfLife().toMinutes());
  }

  Verdict<RateState> judge(RateState before, UsageSignal signal) {
    if (signal.outcome() != UsageSignal.Outcome.ALLOWED) {
      return Verdict.silent(before);
    }
    long minute = Math.floorDiv(signal.at().getEpochSecond(), 60);
    RateState state = before.orBegunIn(minute);
    MinuteCounts counts = state.counts();
    RateBaseline baseline = state.baseline();
    for (; counts.newest() < minute && !counts.isEmpty(); counts = counts.next()) {
      baseline = learn(baseline, counts.earlier(), state.since(), counts.newest());
    }
    if (counts.newest() < minute) {
      counts = new MinuteCounts(minute, 0, 0, 0);
    }
    counts = counts.plus(minute);
    RateState after = new RateState(state.since(), counts, baseline, state.alarm());
    int count = counts.at(minute);
    if (!isSpike(baseline, count, state.since(), minute)) {
      return Verdict.silent(after);
    }
    return found(after, signal.at(), minute, count);
  }

  private RateBaseline learn(RateBaseline baseline, int count, long since, long minute) {
    return count == 0 || isSpike(baseline, count, since, minute)
        ? baseline
        : baseline.plus(count, halfLifeMinutes);
  }

  /** The cheap conditions first: nearly every request ends at the floor. */
  private boolean isSpike(RateBaseline baseline, int count, long since, long minute) {
    return count >= config.floor()
        && count >= config.ratio() * baseline.mean()
        && count > baseline.peak()
        && baseline.minutes() >= config.learningMinutes()
        && minute - since >= config.learningPeriod().toMinutes()
        && TailBound.decades(baseline.mean(), baseline.variance(), count) >= config.decades();
  }

  private Verdict<RateState> found(RateState state, Instant at, long minute, int count) {
    RateBaseline baseline = state.baseline();
    Grade grade =
        count >= config.graveFloor() && count >= config.graveRatio() * baseline.mean()
            ? Grade.GRAVE
            : Grade.NOTABLE;
    RateState.Alarm alarm = state.alarm();
    boolean again =
        alarm != null && minute - alarm.minute() < Math.max(1, config.coolDown().toMinutes());
    if (again && alarm != null && grade.compareTo(alarm.grade()) <= 0) {
      return Verdict.silent(state);
    }
    long episode = again && alarm != null ? alarm.minute() : minute;
    RateState alarmed =
        new RateState(state.since(), state.counts(), baseline, new RateState.Alarm(episode, grade));
    return new Verdict<>(alarmed, finding(baseline, grade, episode, at, count));
  }

  private Finding finding(RateBaseline baseline, Grade grade, long episode, Instant at, int count) {
    String usual = String.format(Locale.ROOT, "%.1f", baseline.mean());
    String ratio = String.format(Locale.ROOT, "%.1f", count / Math.max(baseline.mean(), 0.1));
    return new Finding(
        NAME,
        grade,
        Instant.EPOCH.plus(Duration.ofMinutes(episode)),
        at,
        TailBound.decades(baseline.mean(), baseline.variance(), count),
        count + " requests in a minute, " + ratio + " times the usual " + usual,
        new TreeMap<>(
            Map.of(
                "requestsInMinute", Integer.toString(count),
                "usualPerMinute", usual,
                "timesUsual", ratio,
                "largestMinuteBefore", String.format(Locale.ROOT, "%.0f", baseline.peak()),
                "learnedMinutes", Integer.toString(baseline.minutes()))));
  }
}
