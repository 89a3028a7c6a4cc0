package io.doorward.stack.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.stack.StackException;
import io.doorward.stack.process.Leftovers;
import io.doorward.stack.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("stack")
class DoorwardStackIT {
  @TempDir Path folder;
  private StackOptions options;
  private Map<String, Integer> ports;

  @BeforeEach
  void prepare() throws Exception {
    StackPorts chosen = StackPorts.random(2);
    ports = chosen.all(2);
    options =
        StackOptions.in(StubProject.in(folder.resolve("project")))
            .withState(folder.resolve("state"))
            .withGateways(2)
            .withPorts(chosen);
  }

  @Test
  void everyPartRunsAndCanBeTakenAwayAndBroughtBack() {
    try (DoorwardStack stack = DoorwardStack.start(options)) {
      assertThat(stack.services()).hasSize(5).allMatch(ServiceHandle::ready);
      assertThat(ports.values()).allMatch(Ports::answers);

      stack.gateway(1).kill();
      assertThat(stack.gateway(1).running()).isFalse();
      assertThat(stack.gateway(0).ready()).isTrue();
      stack.gateway(1).start();
      assertThat(stack.gateway(1).ready()).isTrue();

      stack.tokenService().terminate("TERM");
      assertThat(stack.tokenService().ended(Duration.ofSeconds(10))).isTrue();
      stack.tokenService().start();

      stack.redis().kill();
      stack.redis().start();
      assertThat(stack.redis().running()).isTrue();
      assertThatThrownBy(() -> DoorwardStack.start(options))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("A stack already runs on");
    }
    assertNothingIsLeft();
  }

  @Test
  void aServiceThatEndsAtItsStartLeavesNothingRunning() {
    StackOptions failing = options.withSetting("usage-analytics", "stub.fails", "true");
    assertThatThrownBy(() -> DoorwardStack.start(failing))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("usage-analytics ended while it started")
        .hasMessageContaining("the stub was told to fail");
    assertNothingIsLeft();
  }

  @Test
  void aProjectThatIsNotBuiltIsOneSentence() {
    StackOptions unbuilt =
        StackOptions.in(folder.resolve("empty"))
            .withState(folder.resolve("state"))
            .withPorts(StackPorts.random(1));
    assertThatThrownBy(() -> DoorwardStack.start(unbuilt))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("is not built");
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() {
    assertThat(ports.values()).allMatch(Ports::isFree);
    assertThat(new Leftovers(folder.resolve("state/run")).find()).isEmpty();
  }
}
