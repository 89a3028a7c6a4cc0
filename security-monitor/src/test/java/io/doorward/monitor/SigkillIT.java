package io.doorward.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.event.SecurityEvent;
import io.doorward.test.stack.StackResource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packaged service, killed without warning. */
@Tag("X2")
@Tag("KFK-2")
class SigkillIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  private final StackResource stack = new StackResource();
  private Map<String, String> settings;
  private Process service;

  @BeforeEach
  void start() throws IOException {
    stack.init(Map.of("parts", "kafka,identity"));
    settings = stack.start();
    service = launch();
  }

  @AfterEach
  void stop() throws InterruptedException {
    kill();
    stack.stop();
  }

  @Test
  void attacksUnderWayAreFoundOnceEachAcrossAKill() throws Exception {
    try (Channel channel = new Channel()) {
      List<Requests> attackers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        attackers.add(new Requests(UUID.randomUUID(), UUID.randomUUID()));
      }
      Requests first = attackers.get(0);
      probe(channel, first, 12);
      awaitFound(channel, first);
      attackers.subList(1, 6).forEach(attacker -> probe(channel, attacker, 7));
      kill();
      service = launch();
      attackers.subList(1, 6).forEach(attacker -> probe(channel, attacker, 5));
      probe(channel, first, 12);
      for (Requests attacker : attackers) {
        awaitFound(channel, attacker);
      }
    }
  }

  private static void awaitFound(Channel channel, Requests attacker) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(channel.securityEvents(attacker.token())).hasSize(1));
    assertThat(channel.securityEvents(attacker.token()))
        .extracting(SecurityEvent::detection)
        .containsExactly("refusal_burst");
  }

  private static void probe(Channel channel, Requests by, int count) {
    for (int i = 0; i < count; i++) {
      channel.send(by.denied(Clock.systemUTC().instant(), "/admin/" + i % 4));
    }
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-Dquarkus.http.port=0", "-jar", JAR.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Path.of("target", "sigkill-it.log").toFile())
        .start();
  }

  private void kill() throws InterruptedException {
    service.destroyForcibly();
    assertThat(service.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }
}
