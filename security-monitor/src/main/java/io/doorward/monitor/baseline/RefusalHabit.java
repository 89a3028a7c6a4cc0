package io.doorward.monitor.baseline;

/**
 * How often a token is usually refused: a Beta distribution, begun at one in fifty.
 *
 * @param refused observations, older ones weighing less
 * @param total observations, older ones weighing less
 */
public record RefusalHabit(double refused, double total) {
  /** Nothing observed. */
  public static final RefusalHabit NEW = new RefusalHabit(0, 0);

  private static final double PRIOR_REFUSED = 1;
  private static final double PRIOR_TOTAL = 50;

  /** From this weight on, old observations are forgotten. */
  private static final double MEMORY = 1_000;

  /** After one more observation. */
  public RefusalHabit plus(boolean wasRefused) {
    double keep = total >= MEMORY ? (MEMORY - 1) / MEMORY : 1;
    return new RefusalHabit(keep * refused + (wasRefused ? 1 : 0), keep * total + 1);
  }

  /** The share, kept between a floor and a ceiling that no habit lifts. */
  public double share(double floor, double ceiling) {
    double mean = (PRIOR_REFUSED + refused) / (PRIOR_TOTAL + total);
    return Math.min(ceiling, Math.max(floor, mean));
  }
}
