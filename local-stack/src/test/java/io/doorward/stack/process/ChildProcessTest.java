package io.doorward.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("stack")
class ChildProcessTest {
  @TempDir Path folder;

  @Test
  void isRecordedWhileItRunsAndForgottenAfterItsEnd() {
    ChildProcess child = start("sleep 300; :");
    assertThat(Waiting.until(Duration.ofSeconds(5), () -> recorded() == child.pid())).isTrue();
    child.stop(Duration.ofSeconds(5));
    assertThat(child.alive()).isFalse();
    assertThat(pidFile()).doesNotExist();
  }

  @Test
  void oneThatIgnoresItsStopSignalIsKilled() {
    ChildProcess child = start("trap '' TERM; echo up; while :; do sleep 1; done");
    assertThat(Waiting.until(Duration.ofSeconds(5), () -> log().tail(1).contains("up"))).isTrue();
    child.stop(Duration.ofMillis(100));
    assertThat(child.alive()).isFalse();
  }

  @Test
  void keepsItsLastWords() {
    ChildProcess child = start("echo no room left; exit 3");
    assertThat(child.ended(Duration.ofSeconds(5))).isTrue();
    assertThat(child.exitCode()).isEqualTo(3);
    assertThat(log().lastWords()).isEqualTo("no room left");
  }

  @Test
  void seesTheSecretsOfItsEnvironment() {
    ChildProcess child = start("echo \"$GIVEN\"");
    assertThat(child.ended(Duration.ofSeconds(5))).isTrue();
    assertThat(log().lastWords()).isEqualTo("by environment");
  }

  @Test
  void aProgramThatIsNotThereEndsAtOnceAndSaysSo() {
    ChildProcess child = ChildProcess.start(launch(List.of("no-such-program")));
    assertThat(child.ended(Duration.ofSeconds(5))).isTrue();
    assertThat(log().lastWords()).contains("no-such-program");
  }

  /** Not at once: its command line is empty for the moment in which it becomes the program. */
  private long recorded() {
    return PidFile.read(pidFile()).flatMap(PidFile::find).map(ProcessHandle::pid).orElse(-1L);
  }

  private ChildProcess start(String script) {
    return ChildProcess.start(launch(List.of("/bin/sh", "-c", script)));
  }

  private ChildProcess.Launch launch(List<String> command) {
    return new ChildProcess.Launch(
        "child",
        command,
        () -> Map.of("GIVEN", "by environment"),
        folder,
        log(),
        pidFile(),
        command.get(0),
        "TERM");
  }

  private LogFile log() {
    return new LogFile(folder.resolve("logs/child.log"));
  }

  private Path pidFile() {
    return folder.resolve("run/child.pid");
  }
}
