package io.doorward.system.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.system.operation.Launcher.Ended;
import io.doorward.system.suite.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpDownIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Pattern TOKEN = Pattern.compile("dwp_live_[0-9A-Za-z]{36}");

  @TempDir Path folder;

  @Test
  void aKilledRunIsClearedUpStateSurvivesAndCtrlCLeavesNothing() throws Exception {
    List<String> ports = Launcher.freePorts();
    Launcher launcher = new Launcher(folder.resolve("state"), folder.resolve("out"), ports);

    Process first = launcher.start("up");
    String token = tokenOnceReady(first, launcher);
    Api caller = Api.of(gateway(ports)).with(token);
    assertThat(caller.get("/demo/hello").status()).isEqualTo(200);
    first.destroyForcibly();
    assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();

    Process second = launcher.start("up");
    tokenOnceReady(second, launcher);
    assertThat(caller.get("/demo/hello").status()).as("the token of the killed run").isEqualTo(200);
    assertThat(launcher.processes()).isNotEmpty();

    second.destroy();
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.processes()).isEmpty();
    assertThat(listening(ports)).isEmpty();
  }

  private static String tokenOnceReady(Process run, Launcher launcher) {
    await()
        .atMost(PATIENCE)
        .until(() -> !run.isAlive() || launcher.output().contains("Ctrl-C ends it."));
    Matcher token = TOKEN.matcher(launcher.output());
    assertThat(token.find()).as(launcher.output()).isTrue();
    return token.group();
  }

  @Test
  void aTakenPortIsOneSentenceAndNothingIsLeftRunning() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> ports = new ArrayList<>(Launcher.freePorts());
      ports.addAll(List.of("--port", "redis=" + taken.getLocalPort()));
      Launcher launcher = new Launcher(folder.resolve("state"), folder.resolve("out"), ports);

      Ended ended = launcher.run("up");

      assertThat(ended.code()).isNotZero();
      assertThat(Arrays.stream(ended.output().split("\n")).filter(l -> l.contains("in use")))
          .hasSize(1)
          .allMatch(line -> line.contains(String.valueOf(taken.getLocalPort())));
      assertThat(ended.output()).doesNotContain("Exception", "\tat ");
      assertThat(launcher.processes()).isEmpty();
    }
  }

  @Test
  void aStateFolderThatCannotBeMadeIsOneSentence() throws IOException {
    Path file = Files.writeString(folder.resolve("occupied"), "a file");
    Launcher launcher =
        new Launcher(file.resolve("state"), folder.resolve("out"), Launcher.freePorts());
    Ended ended = launcher.run("up");
    assertThat(ended.code()).isNotZero();
    assertThat(ended.output()).doesNotContain("Exception", "\tat ");
  }

  private static String gateway(List<String> ports) {
    return "http://127.0.0.1:"
        + ports.stream()
            .filter(p -> p.startsWith("gateway="))
            .findFirst()
            .orElseThrow()
            .substring("gateway=".length());
  }

  private static List<String> listening(List<String> ports) {
    return ports.stream()
        .filter(p -> p.contains("="))
        .filter(p -> open(Integer.parseInt(p.substring(p.indexOf('=') + 1))))
        .toList();
  }

  private static boolean open(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
