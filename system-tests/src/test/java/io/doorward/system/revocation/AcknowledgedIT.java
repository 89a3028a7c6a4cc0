package io.doorward.system.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.doorward.stack.EmbeddedServer;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.Answer;
import io.doorward.system.suite.Api.NewToken;
import io.doorward.system.suite.Load;
import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A revocation that is answered when it is in force, and says where it is not. */
@ExtendWith(Suite.class)
@Tag("T4")
@Tag("REV-1")
class AcknowledgedIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RunningSuite suite;
  private final Api alice;
  private NewToken token;
  private List<Api> callers;

  AcknowledgedIT(RunningSuite suite) {
    this.suite = suite;
    this.alice = suite.as(DemoPerson.ALICE);
  }

  @BeforeEach
  void aTokenThatBothGatewaysKnow() {
    token = alice.createToken("to be revoked", "demo:read");
    callers = List.of(suite.gateway(0).with(token.token()), suite.gateway(1).with(token.token()));
    callers.forEach(caller -> assertThat(caller.get("/demo/hello").status()).isEqualTo(200));
  }

  private JsonNode revoke(int timeoutMillis) {
    Answer answer =
        alice.post(
            "/api/v1/tokens/" + token.id() + "/revoke?wait=ack&timeout=" + timeoutMillis, "{}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("revoked");
    return answer.json().path("propagation");
  }

  private JsonNode propagation() {
    Answer answer = alice.get("/api/v1/tokens/" + token.id() + "/propagation");
    return answer.status() == 200 ? answer.json() : answer.json().path("none");
  }

  private void bothAreThere() {
    await().atMost(PATIENCE).until(() -> propagation().path("instances").asInt() == 2);
  }

  /** No request that starts after the answer is accepted by anybody: not after a while, at once. */
  private void revokedEverywhereWhenAnswered() {
    bothAreThere();
    try (Load load = Load.on("/demo/hello", Duration.ofMillis(40), callers)) {
      await()
          .atMost(PATIENCE)
          .until(() -> load.shots().stream().filter(s -> s.status() == 200).count() >= 20);
      JsonNode propagation = revoke(10_000);
      long answered = System.nanoTime();
      assertThat(propagation.path("complete").asBoolean()).as("%s", propagation).isTrue();
      assertThat(propagation.path("instances").asInt()).isEqualTo(2);
      assertThat(propagation.path("applied").asInt()).isEqualTo(2);
      assertThat(propagation.path("waitingFor")).isEmpty();
      assertThat(propagation.path("epoch").asLong()).isPositive();
      callers.forEach(caller -> assertThat(caller.get("/demo/hello").status()).isEqualTo(401));
      await()
          .atMost(PATIENCE)
          .until(
              () -> load.statusesSince(answered).values().stream().mapToLong(n -> n).sum() >= 20);
      assertThat(load.statusesSince(answered)).containsOnlyKeys(401);
    }
    assertThat(propagation().path("complete").asBoolean()).isTrue();
  }

  private void without(EmbeddedServer part) {
    bothAreThere();
    part.kill();
    try {
      revokedEverywhereWhenAnswered();
    } finally {
      part.start();
    }
  }

  @Test
  void isInForceEverywhereWhenItIsAnswered() {
    revokedEverywhereWhenAnswered();
  }

  @Test
  @Tag("REV-4")
  @Tag("G7")
  void isAcknowledgedWithKafkaGone() {
    without(suite.stack().kafka());
  }

  @Test
  @Tag("REV-4")
  @Tag("G7")
  void isAcknowledgedWithRedisGone() {
    without(suite.stack().redis());
  }

  @Test
  @Tag("REV-4")
  void namesAGatewayThatIsFrozenAndTellsLaterThatItHasFollowed() {
    bothAreThere();
    suite.stack().gateway(1).terminate("STOP");
    JsonNode propagation;
    try {
      propagation = revoke(1_500);
    } finally {
      suite.stack().gateway(1).terminate("CONT");
    }
    assertThat(propagation.path("complete").asBoolean()).isFalse();
    assertThat(propagation.path("instances").asInt()).isEqualTo(2);
    assertThat(propagation.path("applied").asInt()).isEqualTo(1);
    JsonNode waiting = propagation.path("waitingFor");
    assertThat(waiting.findValuesAsText("instance")).containsExactly("gateway-1");
    assertThat(waiting.path(0).path("appliedEpoch").asLong())
        .isLessThan(propagation.path("epoch").asLong());
    assertThat(waiting.path(0).path("lastHeard").asText()).isNotEmpty();

    await().atMost(PATIENCE).until(() -> propagation().path("complete").asBoolean());
    callers.forEach(caller -> assertThat(caller.get("/demo/hello").status()).isEqualTo(401));
  }

  @Test
  @Tag("REV-3")
  void standsWhenTokenServiceIsKilledRightAfterTheAnswerAndIsKnownAfterwards() {
    bothAreThere();
    Answer answer = alice.post("/api/v1/tokens/" + token.id() + "/revoke", "{}");
    suite.stack().tokenService().kill();
    assertThat(answer.status()).isEqualTo(200);
    suite.stack().tokenService().start();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode propagation = propagation();
              assertThat(propagation.path("instances").asInt()).isEqualTo(2);
              assertThat(propagation.path("complete").asBoolean()).isTrue();
            });
    callers.forEach(caller -> assertThat(caller.get("/demo/hello").status()).isEqualTo(401));
  }

  @Test
  @Tag("REV-3")
  void afterARestartTokenServiceStillWaitsForAGatewayThatWasFrozenBefore() {
    bothAreThere();
    suite.stack().gateway(1).terminate("STOP");
    try {
      suite.stack().tokenService().kill();
      suite.stack().tokenService().start();
      JsonNode propagation = revoke(6_000);
      assertThat(propagation.path("complete").asBoolean()).isFalse();
      assertThat(propagation.path("waitingFor").findValuesAsText("instance"))
          .containsExactly("gateway-1");
    } finally {
      suite.stack().gateway(1).terminate("CONT");
    }
    await().atMost(PATIENCE).until(() -> propagation().path("complete").asBoolean());
  }

  @Test
  void aGatewayThatLeavesInOrderIsNotWaitedFor() {
    bothAreThere();
    suite.stack().gateway(1).stop();
    try {
      JsonNode propagation = revoke(5_000);
      assertThat(propagation.path("complete").asBoolean()).as("%s", propagation).isTrue();
      assertThat(propagation.path("instances").asInt()).isEqualTo(1);
    } finally {
      suite.stack().gateway(1).start();
    }
    bothAreThere();
    callers.forEach(caller -> assertThat(caller.get("/demo/hello").status()).isEqualTo(401));
  }

  @Test
  void aGatewayThatWasKilledAndRunsAgainIsOneAndNotTwo() {
    bothAreThere();
    suite.stack().gateway(1).kill();
    suite.stack().gateway(1).start();
    JsonNode propagation = revoke(10_000);
    assertThat(propagation.path("complete").asBoolean()).as("%s", propagation).isTrue();
    assertThat(propagation.path("instances").asInt()).isEqualTo(2);
  }
}
