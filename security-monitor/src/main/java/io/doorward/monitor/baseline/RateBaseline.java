package io.doorward.monitor.baseline;

/**
 * The usual number of requests in a minute in which the token is used at all: an exponentially
 * weighted mean and variance. Idle minutes are left out, so that a job that runs once an hour is
 * judged by its runs and not by its pauses.
 *
 * <p>Robust by winsorising: a minute counts for at most {@code mean + 3σ}, so that one burst cannot
 * train it (after a short start, in which there is nothing to compare with).
 *
 * @param minutes how many minutes it was learned from
 * @param peak the largest minute it was learned from, slowly forgotten
 */
public record RateBaseline(double mean, double variance, int minutes, double peak) {
  /** Nothing learned. */
  public static final RateBaseline EMPTY = new RateBaseline(0, 0, 0, 0);

  private static final int START = 10;
  private static final double CLIP_SIGMAS = 3;

  /** How much slower the peak is forgotten than the mean. */
  private static final double PEAK_SLOWNESS = 4;

  /**
   * Learns one minute.
   *
   * @param halfLifeMinutes after so many more minutes this one weighs half
   */
  public RateBaseline plus(int count, double halfLifeMinutes) {
    double sigma = Math.sqrt(Math.max(variance, mean));
    double x = minutes < START ? count : Math.min(count, mean + CLIP_SIGMAS * Math.max(1, sigma));
    double weight = Math.max(1.0 / (minutes + 1), forgetting(halfLifeMinutes));
    double delta = x - mean;
    double forgotten = peak * (1 - forgetting(halfLifeMinutes * PEAK_SLOWNESS));
    return new RateBaseline(
        mean + weight * delta,
        (1 - weight) * (variance + weight * delta * delta),
        minutes == Integer.MAX_VALUE ? minutes : minutes + 1,
        Math.max(forgotten, count));
  }

  private static double forgetting(double halfLifeMinutes) {
    return 1 - Math.pow(2, -1 / halfLifeMinutes);
  }
}
