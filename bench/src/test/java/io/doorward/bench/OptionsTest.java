package io.doorward.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private static Options options(String... words) {
    return Options.of(List.of(words).iterator(), List.of("--rounds", "--only", "--json"));
  }

  @Test
  void readsWhatIsThereAndTakesDefaultsForTheRest() {
    Options options = options("--rounds", "3", "--only", "limits,flood");

    assertThat(options.number("--rounds", 1, 99, 7)).isEqualTo(3);
    assertThat(options.list("--only")).containsExactly("limits", "flood");
    assertThat(options.file("--json")).isEmpty();
    assertThat(options().number("--rounds", 1, 99, 7)).isEqualTo(7);
  }

  @Test
  void namesWhatItDoesNotKnowAndWhatHasNoValue() {
    assertThatThrownBy(() -> options("--round", "3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--round");
    assertThatThrownBy(() -> options("--json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--json");
  }

  @Test
  void refusesNumbersOutOfRange() {
    for (String number : List.of("0", "100", "-1", "many", "999999999999")) {
      assertThatThrownBy(() -> options("--rounds", number).number("--rounds", 1, 99, 7))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("--rounds needs a number between 1 and 99.");
    }
  }
}
