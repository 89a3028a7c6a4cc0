package io.doorward.monitor.detect;

import io.doorward.monitor.detect.DetectConfig.RetiredUseConfig;
import io.doorward.monitor.detect.Finding.Grade;
import io.doorward.monitor.signal.UsageSignal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code retired_use}: a secret is presented that has been rotated and whose overlap is over.
 *
 * <p>On ordinary endpoints that is mostly a client left behind: notable. Presented to be rotated
 * once more it is grave: whoever followed the rotation has the new one, so two hold the old one
 * (RFC 9700, section 4.14). Only a request made with the secret itself counts; its id is not
 * enough. Does not see presentations for rotation shortly after the rotation itself: that is how a
 * lost answer is asked for again.
 */
final class RetiredUse {
  static final String NAME = "retired_use";

  /** A client left behind is as likely as anything else. */
  private static final double NOTABLE_DECADES = 2;

  private static final double GRAVE_DECADES = 6;

  private final RetiredUseConfig config;

  RetiredUse(RetiredUseConfig config) {
    this.config = config;
  }

  Verdict<RetiredState> judge(RetiredState before, UsageSignal signal) {
    UsageSignal.Retired retired = signal.retired();
    if (retired == null) {
      return Verdict.silent(before);
    }
    if (retired.forRotation() && signal.at().isBefore(retired.rotatedAt().plus(config.grace()))) {
      return Verdict.silent(before);
    }
    Grade grade = retired.forRotation() ? Grade.GRAVE : Grade.NOTABLE;
    long window = Math.floorDiv(signal.at().toEpochMilli(), config.window().toMillis());
    if (window <= before.last(grade)) {
      return Verdict.silent(before);
    }
    return new Verdict<>(before.found(grade, window), finding(grade, window, signal, retired));
  }

  private Finding finding(
      Grade grade, long window, UsageSignal signal, UsageSignal.Retired retired) {
    return new Finding(
        NAME,
        grade,
        Instant.ofEpochMilli(window * config.window().toMillis()),
        signal.at(),
        grade == Grade.GRAVE ? GRAVE_DECADES : NOTABLE_DECADES,
        grade == Grade.GRAVE
            ? "A retired secret was presented to be rotated once more"
            : "A retired secret was presented after its overlap had ended",
        new TreeMap<>(
            Map.of(
                "rotatedAt", retired.rotatedAt().toString(),
                "ip", retired.ip())));
  }
}
