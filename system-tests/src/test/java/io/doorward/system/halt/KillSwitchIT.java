package io.doorward.system.halt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.stack.EmbeddedServer;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.Answer;
import io.doorward.system.suite.Api.NewToken;
import io.doorward.system.suite.Load;
import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Carol's tokens are stopped: everybody else's go on. */
@ExtendWith(Suite.class)
@Tag("S5")
@Tag("REV-8")
class KillSwitchIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As for a revocation: no request that starts later than this after the reply is accepted. */
  private static final Duration BOUND = Duration.ofSeconds(1);

  private final RunningSuite suite;
  private final Api alice;
  private final Api carol;
  private NewToken token;
  private List<Api> callers;
  private Api bystander;

  KillSwitchIT(RunningSuite suite) {
    this.suite = suite;
    this.alice = suite.as(DemoPerson.ALICE);
    this.carol = suite.as(DemoPerson.CAROL);
  }

  @BeforeEach
  void tokensInUseOnBothGateways() {
    token = carol.createToken("to be stopped", "demo:read", "tokens:read");
    callers = List.of(suite.gateway(0).with(token.token()), suite.gateway(1).with(token.token()));
    callers.forEach(caller -> assertThat(caller.get("/demo/hello").status()).isEqualTo(200));
    bystander = suite.gateway(1).with(alice.createToken("goes on", "demo:read").token());
  }

  @AfterEach
  void releaseAll() {
    alice
        .get("/api/v1/kill-switches?active=true")
        .json()
        .path("items")
        .forEach(stands -> release(stands.path("id").asText()));
  }

  private String stop() {
    String id = carol.get("/api/v1/me").text("subject");
    Answer answer =
        alice.post(
            "/api/v1/kill-switches",
            "{\"scope\":\"owner\",\"owner\":{\"kind\":\"user\",\"id\":\"%s\"},\"reason\":\"x\"}"
                .formatted(id));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.text("id");
  }

  private void release(String id) {
    Answer answer =
        alice.post("/api/v1/kill-switches/" + id + "/release", "{\"reason\":\"all is well\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void isInForceOnEveryGatewayWithinASecondAndSoIsItsRelease() {
    stopAndRelease();
  }

  @Test
  @Tag("REV-1")
  void everyGatewayAcknowledgesItAndItsRelease() {
    Answer thrown =
        alice.post(
            "/api/v1/kill-switches?wait=ack&timeout=10000",
            "{\"scope\":\"organization\",\"reason\":\"x\"}");
    assertThat(thrown.status()).as(thrown.body()).isEqualTo(201);
    assertThat(thrown.json().at("/propagation/complete").asBoolean()).as(thrown.body()).isTrue();
    assertThat(thrown.json().at("/propagation/applied").asInt()).isEqualTo(2);
    callers.forEach(caller -> assertThat(caller.get("/demo/hello").status()).isEqualTo(401));
    Answer released =
        alice.post(
            "/api/v1/kill-switches/" + thrown.text("id") + "/release?wait=ack&timeout=10000",
            "{\"reason\":\"all is well\"}");
    assertThat(released.json().at("/propagation/complete").asBoolean())
        .as(released.body())
        .isTrue();
    callers.forEach(caller -> assertThat(caller.get("/demo/hello").status()).isEqualTo(200));
  }

  @Test
  @Tag("G7")
  void worksWithKafkaGone() {
    without(suite.stack().kafka());
  }

  @Test
  @Tag("G7")
  void worksWithRedisGone() {
    without(suite.stack().redis());
  }

  private void without(EmbeddedServer part) {
    part.kill();
    try {
      stopAndRelease();
    } finally {
      part.start();
    }
  }

  private void stopAndRelease() {
    try (Load load = Load.on("/demo/hello", Duration.ofMillis(80), callers)) {
      String id = stop();
      expectSince(load, 401);
      for (Api caller : callers) {
        Answer answer = caller.get("/api/v1/tokens");
        assertThat(Map.of(answer.status(), answer.text("code")))
            .isEqualTo(Map.of(401, "invalid_token"));
      }
      assertThat(carol.get("/api/v1/me").status()).as("sessions go on").isEqualTo(200);
      assertThat(bystander.get("/demo/hello").status()).isEqualTo(200);
      NewToken fresh = carol.createToken("made later", "demo:read");
      assertThat(suite.gateway(1).with(fresh.token()).get("/demo/hello").status()).isEqualTo(200);
      release(id);
      expectSince(load, 200);
    }
  }

  private void expectSince(Load load, int status) {
    long inForce = System.nanoTime() + BOUND.toNanos();
    await()
        .atMost(PATIENCE)
        .until(() -> load.statusesSince(inForce).values().stream().mapToLong(n -> n).sum() >= 20);
    assertThat(load.statusesSince(inForce)).containsOnlyKeys(status);
  }

  @Test
  @Tag("REV-3")
  void holdsOnAGatewayThatStartsLaterAndAfterRedisWasEmptied() throws IOException {
    String id = stop();
    callers.forEach(
        caller -> await().atMost(PATIENCE).until(() -> caller.get("/demo/hello").status() == 401));
    suite.stack().gateway(1).kill();
    flushRedis();
    suite.stack().gateway(1).start();
    assertThat(callers.get(1).get("/demo/hello").status()).isEqualTo(401);
    assertThat(bystander.get("/demo/hello").status()).isEqualTo(200);

    flushRedis();
    suite.stack().redis().kill();
    suite.stack().redis().start();
    callers.forEach(caller -> assertThat(caller.get("/demo/hello").status()).isEqualTo(401));
    release(id);
    callers.forEach(
        caller -> await().atMost(PATIENCE).until(() -> caller.get("/demo/hello").status() == 200));
  }

  private void flushRedis() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", suite.stack().redis().port())) {
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('+');
    }
  }

  @Test
  @Tag("T13")
  void turnedOffForAnOrganizationItsTokensAreRefusedAndItsSessionsAreNot() {
    Api erin = suite.as(DemoPerson.ERIN);
    NewToken hers = erin.createToken("globex", "demo:read");
    Api caller = suite.gateway(1).with(hers.token());
    assertThat(caller.get("/demo/hello").status()).isEqualTo(200);
    turn(erin, false);
    try {
      await().atMost(PATIENCE).until(() -> caller.get("/demo/hello").status() == 403);
      assertThat(caller.get("/demo/hello").text("code")).isEqualTo("tokens_disabled");
      assertThat(erin.get("/api/v1/tokens").status()).isEqualTo(200);
      assertThat(callers.get(1).get("/demo/hello").status()).isEqualTo(200);
      Answer refused = erin.post("/api/v1/tokens", "{\"name\":\"no\",\"scopes\":[\"demo:read\"]}");
      assertThat(refused.text("code")).isEqualTo("tokens_disabled");
    } finally {
      turn(erin, true);
    }
    await().atMost(PATIENCE).until(() -> caller.get("/demo/hello").status() == 200);
  }

  private static void turn(Api who, boolean on) {
    Answer answer =
        who.send(
            "PUT",
            "/api/v1/organization/tokens",
            "{\"enabled\":%s,\"reason\":\"a trial\"}".formatted(on),
            Map.of());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }
}
