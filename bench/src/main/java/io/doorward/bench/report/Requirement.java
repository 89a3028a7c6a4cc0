package io.doorward.bench.report;

import java.util.Locale;

/**
 * A figure that something is asked of.
 *
 * @param target the bound; {@code ok} tells on which side of it the figure has to be
 */
public record Requirement(double measured, double target, boolean ok) {

  /** Has to stay under the target. */
  public static Requirement under(double target, double measured) {
    return new Requirement(measured, target, measured < target);
  }

  /** Has to be more than the target. */
  public static Requirement over(double target, double measured) {
    return new Requirement(measured, target, measured > target);
  }

  /** Has to be the target or less. */
  public static Requirement atMost(double target, double measured) {
    return new Requirement(measured, target, measured <= target);
  }

  /** As a line of a summary. */
  public String line(String name) {
    return String.format(
        Locale.ROOT,
        "  %-4s %-56s %10.3f  (target %.3f)",
        ok ? "ok" : "FAIL",
        name,
        measured,
        target);
  }
}
