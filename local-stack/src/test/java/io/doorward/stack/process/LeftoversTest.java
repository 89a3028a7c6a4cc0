package io.doorward.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("stack")
class LeftoversTest {
  @TempDir Path run;
  private Process process;

  @BeforeEach
  void startSomething() throws IOException {
    process = new ProcessBuilder("sleep", "300").start();
  }

  @AfterEach
  void endIt() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Test
  void endsTheRecordedProcessAndForgetsIt() throws InterruptedException {
    PidFile.of(process.toHandle(), "sleep 300").write(run.resolve("left.pid"));
    assertThat(new Leftovers(run).end()).containsExactly("left");
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(run).isEmptyDirectory();
  }

  @Test
  void sparesAStrangerThatWasGivenTheSamePid() {
    Instant earlier = process.info().startInstant().orElseThrow().minus(Duration.ofMinutes(5));
    new PidFile(process.pid(), earlier, "sleep 300").write(run.resolve("left.pid"));
    assertThat(new Leftovers(run).end()).isEmpty();
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void sparesAProcessWithAnotherCommandLine() {
    PidFile.of(process.toHandle(), "quarkus-run.jar").write(run.resolve("left.pid"));
    assertThat(new Leftovers(run).end()).isEmpty();
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void anUnreadablePidFileIsRemovedAndNothingElse() throws IOException {
    Files.writeString(run.resolve("left.pid"), "pid=" + process.pid());
    assertThat(new Leftovers(run).end()).isEmpty();
    assertThat(process.isAlive()).isTrue();
    assertThat(run).isEmptyDirectory();
  }
}
