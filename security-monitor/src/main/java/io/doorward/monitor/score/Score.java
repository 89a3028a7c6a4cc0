package io.doorward.monitor.score;

/** How sure a finding is, 0 to 100. */
public final class Score {
  private static final double HALF_WAY_TO_CERTAIN = 2;

  private Score() {}

  /**
   * The score of a finding that is {@code 10^-decades} likely to be nothing: every two decades
   * halve what is left to 100, so six decades, the rules' usual threshold, make 87.5.
   */
  public static double ofDecades(double decades) {
    double score = 100 * (1 - Math.pow(2, -Math.max(0, decades) / HALF_WAY_TO_CERTAIN));
    return Math.round(score * 10) / 10.0;
  }
}
