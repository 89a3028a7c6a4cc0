package io.doorward.monitor.baseline;

/**
 * How unlikely a count is, as an upper bound. Counts are taken as negative binomial (Gamma-Poisson:
 * Poisson with a level that itself varies), or Poisson where they vary no more than that.
 *
 * <p>The bound is Chernoff's (H. Chernoff, 1952, "A measure of asymptotic efficiency"): {@code P(N
 * >= n) <= exp(-I(n))}. It is never smaller than the true tail, so it errs towards silence.
 */
public final class TailBound {
  private TailBound() {}

  /**
   * Decades below one: {@code -log10} of the bound on {@code P(N >= n)}; 0 if the count is not
   * above the mean.
   */
  public static double decades(double mean, double variance, double n) {
    if (n <= mean) {
      return 0;
    }
    // With nothing known of the level even a tiny mean is possible; a floor keeps it finite.
    double mu = Math.max(mean, 1e-3);
    double rate = n * Math.log(n / mu);
    if (variance > mu) {
      double size = mu * mu / (variance - mu);
      rate -= (n + size) * Math.log((n + size) / (mu + size));
    } else {
      rate -= n - mu;
    }
    return Math.max(0, rate / Math.log(10));
  }
}
