package io.doorward.monitor.baseline;

/**
 * Wald's sequential probability ratio test (A. Wald, 1945) of "refused as often as ever" against
 * "refused every second time", started anew whenever it would fall below zero (E. S. Page, 1954),
 * so that a good past cannot be spent on an attack.
 *
 * @param ratio the log-likelihood ratio, at least 0
 */
public record RefusalTest(double ratio) {
  /** Nothing observed. */
  public static final RefusalTest START = new RefusalTest(0);

  /**
   * After one more observation.
   *
   * @param usual how often the token is usually refused, 0 to 1
   * @param attack how often it is while somebody tries what it cannot do; above {@code usual}
   */
  public RefusalTest plus(boolean refused, double usual, double attack) {
    double step = refused ? Math.log(attack / usual) : Math.log((1 - attack) / (1 - usual));
    return new RefusalTest(Math.max(0, ratio + step));
  }

  /** The ratio from which an attack is accepted, for a false alarm and a miss so likely. */
  public static double limit(double falseAlarm, double miss) {
    return Math.log((1 - miss) / falseAlarm);
  }
}
