package io.doorward.monitor.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TailBoundTest {
  @Property(tries = 300)
  void itIsNeverSmallerThanThePoissonTail(
      @ForAll @DoubleRange(min = 0.1, max = 200) double mean,
      @ForAll @IntRange(min = 1, max = 600) int n) {
    double decades = TailBound.decades(mean, mean, n);
    assertThat(decades).isLessThanOrEqualTo(-log10PoissonTail(mean, n) + 1e-6);
  }

  @Property(tries = 300)
  void whatVariesMoreSurprisesLess(
      @ForAll @DoubleRange(min = 1, max = 200) double mean,
      @ForAll @DoubleRange(min = 1.1, max = 50) double dispersion,
      @ForAll @IntRange(min = 2, max = 20) int times) {
    double poisson = TailBound.decades(mean, mean, mean * times);
    double dispersed = TailBound.decades(mean, mean * dispersion, mean * times);
    assertThat(dispersed).isLessThanOrEqualTo(poisson);
  }

  @Test
  void theUsualIsNoSurprise() {
    assertThat(TailBound.decades(100, 100, 100)).isZero();
    assertThat(TailBound.decades(0, 0, 0)).isZero();
  }

  @Test
  void aKnownValue() {
    // Poisson, mean 10, n 50: 50 ln 5 - 40 = 40.47 nats = 17.58 decades.
    assertThat(TailBound.decades(10, 10, 50)).isCloseTo(17.58, within(0.01));
  }

  /** Summed from the largest term on, in logarithms. */
  private static double log10PoissonTail(double mean, int n) {
    double logTerm = -mean;
    for (int k = 1; k <= n; k++) {
      logTerm += Math.log(mean) - Math.log(k);
    }
    double relative = 1;
    double term = 1;
    for (int k = n + 1; k < n + 5_000; k++) {
      term *= mean / k;
      relative += term;
    }
    return (logTerm + Math.log(relative)) / Math.log(10);
  }
}
