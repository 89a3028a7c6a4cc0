package io.doorward.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("stack")
class ArgumentsTest {

  @Test
  void understandsAllOfUp() {
    Arguments arguments =
        parse("up --fresh --detach --gateways 2 --port gateway=18080 --state /tmp/there");
    assertThat(arguments.command()).isEqualTo(Arguments.Command.UP);
    assertThat(arguments.detach()).isTrue();
    assertThat(arguments.options().fresh()).isTrue();
    assertThat(arguments.options().gateways()).isEqualTo(2);
    assertThat(arguments.options().state()).isEqualTo(Path.of("/tmp/there"));
    assertThat(arguments.wordsWithout("--detach")).doesNotContain("--detach").contains("--fresh");
  }

  @Test
  void keepsItsStateUnderTheProject() {
    assertThat(parse("up").options().state().getFileName()).hasToString(".doorward");
  }

  @Test
  void takesTheServiceWhoseLogsAreWanted() {
    assertThat(parse("logs auth-gateway --no-follow").name()).hasValue("auth-gateway");
    assertThat(parse("logs auth-gateway --no-follow").follow()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fly",
        "up --fast",
        "up here",
        "up --gateways",
        "up --gateways two",
        "up --port gateway",
        "up --port gateway=x",
        "down --fresh",
        "status --detach",
        "up --json f",
        "logs one two",
        "session alice bob"
      })
  void whatCannotBeUnderstoodIsOneSentence(String line) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOfSatisfying(
            UsageException.class, e -> assertThat(e.getMessage()).endsWith("."));
  }

  private static Arguments parse(String line) {
    return Arguments.parse(List.of(line.split(" ")));
  }
}
