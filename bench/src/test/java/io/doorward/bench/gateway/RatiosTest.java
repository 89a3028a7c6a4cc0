package io.doorward.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatiosTest {

  @Test
  void theMedianIsTheMiddleValueOrTheMeanOfTheTwoInTheMiddle() {
    assertThat(Ratios.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    assertThat(Ratios.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3.0);
    assertThatThrownBy(() -> Ratios.median(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRatioIsTakenRoundByRound() {
    // The second round was slow for both, and says the same as the others.
    List<Double> ones = List.of(20.0, 90.0, 22.0);
    List<Double> others = List.of(10.0, 45.0, 11.0);

    assertThat(Ratios.median(ones, others)).isEqualTo(2.0);
    assertThat(Ratios.median(ones) / Ratios.median(List.of(45.0, 10.0, 45.0))).isLessThan(1);
  }

  @Test
  void roundsOfDifferentNumberBelongToNothing() {
    assertThatThrownBy(() -> Ratios.median(List.of(1.0), List.of(1.0, 2.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aQuantileIsAMeasuredValue() {
    List<Double> values = List.of(5.0, 1.0, 3.0, 2.0, 4.0);

    assertThat(Ratios.quantile(0.5, values)).isEqualTo(3.0);
    assertThat(Ratios.quantile(0.99, values)).isEqualTo(5.0);
    assertThat(Ratios.quantile(0, values)).isEqualTo(1.0);
  }
}
