package io.doorward.bench.gateway.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.stack.StackException;
import org.junit.jupiter.api.Test;

class CoresTest {

  @Test
  void keepsTheLastProcessorForWhatIsMeasured() {
    Cores cores = Cores.parse("0-2,6");

    assertThat(cores.all()).containsExactly(0, 1, 2, 6);
    assertThat(cores.measured()).isEqualTo("6");
    assertThat(cores.others()).isEqualTo("0,1,2");
    assertThat(cores.onMeasured()).containsExactly("taskset", "-c", "6");
  }

  @Test
  void oneProcessorIsTooFew() {
    assertThatThrownBy(() -> Cores.parse("3"))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("two processors");
  }
}
