package io.doorward.bench.gateway.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.stack.StackException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessTreeTest {
  private static final double MILLION = 1_000_000;

  @Test
  void agreesWithTheProcessesOwnView() {
    ProcessTree self = new ProcessTree(ProcessHandle.current().pid());

    double least =
        ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1_000.0;
    assertThat(self.cpuMicros()).isGreaterThanOrEqualTo(least).isLessThan(least + 60 * MILLION);
    assertThat(self.residentMegabytes()).isBetween(10.0, 8_192.0);
  }

  @Test
  void saysWhenTheProcessIsGone() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();

    assertThatThrownBy(new ProcessTree(gone.pid())::cpuMicros)
        .isInstanceOf(StackException.class)
        .hasMessageContaining("ended");
  }
}
