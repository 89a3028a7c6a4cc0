package io.doorward.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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

/** The failure table of the architecture, row by row, under load. */
@ExtendWith(Suite.class)
@Tag("G7")
@Tag("RES-1")
class FaultIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Well-formed, and of nobody: thirty zeros with their check digits. */
  private static final String UNKNOWN_TOKEN = "dwp_live_" + "0".repeat(30) + "2C8GjS";

  private final RunningSuite suite;
  private final Api alice;
  private NewToken token;
  private List<Api> callers;

  FaultIT(RunningSuite suite) {
    this.suite = suite;
    this.alice = suite.as(DemoPerson.ALICE);
  }

  @BeforeEach
  void aTokenThatBothGatewaysKnow() {
    token = alice.createToken("under load", "demo:read");
    callers = List.of(suite.gateway(0).with(token.token()), suite.gateway(1).with(token.token()));
    callers.forEach(caller -> assertThat(caller.get("/demo/hello").status()).isEqualTo(200));
  }

  @Test
  @Tag("RLM-6")
  void withoutRedisTokensAreStillCheckedAndNothingIsLost() {
    NewToken neverUsed = alice.createToken("never used before", "demo:read");
    int answered;
    try (Load load = load()) {
      suite.stack().redis().kill();
      more(load, 60);
      assertThat(suite.gateway(0).with(neverUsed.token()).get("/demo/hello").status())
          .isEqualTo(200);
      assertThat(suite.gateway(0).with(UNKNOWN_TOKEN).get("/demo/hello").status()).isEqualTo(401);
      suite.stack().redis().start();
      more(load, 60);
      load.close();
      answered = load.shots().size();
      assertThat(load.statusesSince(Long.MIN_VALUE)).containsOnlyKeys(200);
    }
    counted(answered);
  }

  @Test
  @Tag("RES-5")
  @Tag("RES-9")
  void withoutPostgresKnownTokensGoOnAndChangesAreRefusedWhole() {
    try (Load load = load()) {
      suite.stack().postgres().kill();
      try {
        more(load, 60);
        unavailable(suite.gateway(0).with(UNKNOWN_TOKEN).get("/demo/hello"));
        unavailable(alice.post("/api/v1/tokens", "{\"name\":\"half\",\"scopes\":[\"demo:read\"]}"));
        assertThat(suite.stack().tokenService().running()).isTrue();
        assertThat(suite.stack().usageAnalytics().running()).isTrue();
      } finally {
        suite.stack().postgres().start();
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(alice.get("/api/v1/tokens?limit=1").status()).isEqualTo(200));
      assertThat(alice.get("/api/v1/tokens?limit=100").body()).doesNotContain("\"half\"");
      load.close();
      assertThat(load.statusesSince(Long.MIN_VALUE)).containsOnlyKeys(200);
      counted(load.shots().size());
    }
  }

  @Test
  @Tag("KFK-4")
  @Tag("KFK-6")
  void withoutKafkaRequestsGoOnAndEveryOneIsCountedAfterwards() {
    try (Load load = load()) {
      suite.stack().kafka().kill();
      more(load, 80);
      suite.stack().kafka().start();
      more(load, 40);
      load.close();
      assertThat(load.statusesSince(Long.MIN_VALUE)).containsOnlyKeys(200);
      counted(load.shots().size());
    }
  }

  @Test
  @Tag("RES-5")
  void withoutTokenServiceKnownTokensGoOnAndUnknownOnesAreNeverAYes() {
    try (Load load = load()) {
      suite.stack().tokenService().kill();
      try {
        more(load, 60);
        unavailable(suite.gateway(1).with(UNKNOWN_TOKEN).get("/demo/hello"));
        Answer answer = alice.get("/api/v1/tokens");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text("code")).isEqualTo("upstream_unreachable");
      } finally {
        suite.stack().tokenService().start();
      }
      await().atMost(PATIENCE).until(() -> alice.get("/api/v1/tokens?limit=1").status() == 200);
      load.close();
      assertThat(load.statusesSince(Long.MIN_VALUE)).containsOnlyKeys(200);
      counted(load.shots().size());
    }
  }

  @Test
  @Tag("KFK-2")
  void withoutAnalyticsNothingHappensAndItCatchesUp() {
    try (Load load = load()) {
      suite.stack().usageAnalytics().kill();
      try {
        more(load, 40);
      } finally {
        suite.stack().usageAnalytics().start();
      }
      load.close();
      assertThat(load.statusesSince(Long.MIN_VALUE)).containsOnlyKeys(200);
      counted(load.shots().size());
    }
  }

  @Test
  @Tag("GWY-12")
  void withoutAnUpstreamItsRouteFailsAndTheOthersDoNot() {
    suite.stack().upstream().stop();
    try {
      Answer answer = callers.get(0).get("/demo/hello");
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.text("code")).isEqualTo("upstream_unreachable");
      assertThat(alice.get("/api/v1/tokens?limit=1").status()).isEqualTo(200);
    } finally {
      suite.stack().upstream().start();
    }
    assertThat(callers.get(0).get("/demo/hello").status()).isEqualTo(200);
  }

  @Test
  @Tag("RES-8")
  void aGatewayThatIsAskedToStopAnswersWhatItHasAndLosesNoEvent() {
    NewToken own = alice.createToken("on the second gateway", "demo:read");
    Api caller = suite.gateway(1).with(own.token());
    int answered;
    try (Load load = Load.on("/demo/hello", Duration.ofMillis(60), List.of(caller, caller))) {
      more(load, 60);
      suite.stack().gateway(1).terminate("TERM");
      assertThat(suite.stack().gateway(1).ended(Duration.ofSeconds(20))).isTrue();
      load.close();
      answered = (int) load.shots().stream().filter(s -> s.status() != Load.BROKEN).count();
      assertThat(
              load.shots().stream().filter(s -> s.status() != Load.BROKEN).map(Load.Shot::status))
          .containsOnly(200);
    } finally {
      suite.stack().gateway(1).start();
    }
    counted(own, answered);
  }

  /** Well below the limits of its token, so that every answer tells of the fault alone. */
  private Load load() {
    return Load.on("/demo/hello", Duration.ofMillis(80), callers);
  }

  private static void more(Load load, int answers) {
    int enough = load.shots().size() + answers;
    await().atMost(PATIENCE).until(() -> load.shots().size() >= enough);
  }

  private static void unavailable(Answer answer) {
    assertThat(answer.status() + " " + answer.text("code")).isEqualTo("503 dependency_unavailable");
    assertThat(answer.header("Retry-After")).isNotEmpty();
  }

  /** The load's answers and the two of the set-up. */
  private void counted(int answered) {
    counted(token, answered + 2);
  }

  private void counted(NewToken of, int answered) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Answer usage = alice.get("/api/v1/tokens/" + of.id() + "/usage");
              assertThat(usage.status()).as(usage.body()).isEqualTo(200);
              JsonNode figures = usage.json();
              assertThat(figures.path("requests").asInt()).isEqualTo(answered);
              assertThat(figures.path("succeeded").asInt()).isEqualTo(answered);
            });
  }
}
