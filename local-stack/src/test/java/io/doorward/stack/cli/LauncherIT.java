package io.doorward.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.stack.process.Leftovers;
import io.doorward.stack.process.Ports;
import io.doorward.stack.suite.StateFolder;
import io.doorward.stack.suite.StubProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process of its own, with stubs for the services. */
@Tag("stack")
class LauncherIT {
  private static final List<String> PARTS =
      List.of(
          "gateway",
          "gateway-management",
          "token-service",
          "usage-analytics",
          "security-monitor",
          "openid-provider",
          "demo-upstream",
          "postgres",
          "redis",
          "kafka",
          "kafka-controller");

  @TempDir Path folder;
  private final List<Integer> ports = Ports.free(PARTS.size());
  private Path project;

  @BeforeEach
  void stubs() throws Exception {
    project = StubProject.in(folder.resolve("project"));
  }

  @AfterEach
  void down() throws Exception {
    run("down");
  }

  @Test
  void upDetachedThenStatusThenDown() throws Exception {
    assertThat(run(up("--detach")).exitValue()).isZero();
    assertThat(output()).contains("a-token-for-the-test", "alice", "./dev down ends it.");
    assertThat(Files.readString(folder.resolve("state/logs/launcher.log")))
        .doesNotContain("a-token-for-the-test");

    assertThat(run("status").exitValue()).isZero();
    assertThat(output()).contains("auth-gateway-0").doesNotContain("NOT READY");

    assertThat(run(up("--detach")).exitValue()).isEqualTo(1);
    assertThat(output()).contains("A stack already runs on");

    assertThat(run("down").exitValue()).isZero();
    assertThat(ports).allMatch(Ports::isFree);
    assertThat(run("status").exitValue()).isEqualTo(1);
  }

  @Test
  void whatAKilledLauncherLeavesIsGoneBeforeTheNextStart() throws Exception {
    assertThat(run(up("--detach")).exitValue()).isZero();
    StateFolder state = new StateFolder(folder.resolve("state"));
    ProcessHandle launcher = state.launcher().orElseThrow();
    List<ProcessHandle> children = new ArrayList<>(new Leftovers(state.run()).find().values());
    assertThat(children).hasSizeGreaterThanOrEqualTo(8);

    launcher.destroyForcibly();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !launcher.isAlive());
    assertThat(run(up("--detach")).exitValue()).isZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void aTakenPortIsOneSentenceAndNothingRuns() throws Exception {
    List<String> words = new ArrayList<>(up());
    words.addAll(List.of("--port", "redis=" + ports.get(9)));
    assertThat(run(words).exitValue()).isEqualTo(1);
    assertThat(output()).contains("is given to both");
    assertThat(ports).allMatch(Ports::isFree);
  }

  private List<String> up(String... more) {
    List<String> words = new ArrayList<>(List.of("up"));
    words.addAll(List.of(more));
    for (int i = 0; i < PARTS.size(); i++) {
      words.addAll(List.of("--port", PARTS.get(i) + "=" + ports.get(i)));
    }
    return words;
  }

  private Process run(String word) throws Exception {
    return run(List.of(word));
  }

  private Process run(List<String> words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Ddoorward.project=" + project,
                Main.class.getName()));
    command.addAll(words);
    command.addAll(List.of("--state", folder.resolve("state").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return process;
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }
}
