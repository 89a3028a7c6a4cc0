package io.doorward.bench.report;

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
}
