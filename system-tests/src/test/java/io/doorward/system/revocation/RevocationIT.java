package io.doorward.system.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.stack.EmbeddedServer;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.NewToken;
import io.doorward.system.suite.Load;
import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Suite.class)
@Tag("T4")
@Tag("REV-1")
class RevocationIT {
  /** The promise to users: no request that starts later than this after the reply is accepted. */
  private static final Duration BOUND = Duration.ofSeconds(1);

  private final RunningSuite suite;
  private final Api alice;

  RevocationIT(RunningSuite suite) {
    this.suite = suite;
    this.alice = suite.as(DemoPerson.ALICE);
  }

  @Test
  void isInForceOnEveryGatewayWithinASecond() {
    revokeUnderLoad();
  }

  @Test
  @Tag("REV-4")
  @Tag("G7")
  void isInForceWithKafkaGone() {
    without(suite.stack().kafka());
  }

  @Test
  @Tag("REV-4")
  @Tag("G7")
  void isInForceWithRedisGone() {
    without(suite.stack().redis());
  }

  @Test
  @Tag("REV-3")
  void survivesAnEmptiedRedisAndGatewaysThatStartAnew() {
    NewToken token = alice.createToken("to be revoked", "demo:read");
    Api caller = suite.gateway(0).with(token.token());
    assertThat(caller.get("/demo/hello").status()).isEqualTo(200);
    assertThat(alice.post("/api/v1/tokens/" + token.id() + "/revoke", "{}").status())
        .isEqualTo(200);

    suite.stack().gateway(0).kill();
    suite.stack().redis().kill();
    suite.stack().redis().start();
    suite.stack().gateway(0).start();

    assertThat(caller.get("/demo/hello").status()).isEqualTo(401);
    assertThat(suite.gateway(1).with(token.token()).get("/demo/hello").status()).isEqualTo(401);
  }

  private void without(EmbeddedServer part) {
    part.kill();
    try {
      revokeUnderLoad();
    } finally {
      part.start();
    }
  }

  private void revokeUnderLoad() {
    NewToken token = alice.createToken("to be revoked", "demo:read");
    List<Api> callers =
        List.of(suite.gateway(0).with(token.token()), suite.gateway(1).with(token.token()));
    try (Load load = Load.on("/demo/hello", Duration.ofMillis(40), callers)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> load.shots().stream().filter(s -> s.status() == 200).count() >= 20);

      assertThat(alice.post("/api/v1/tokens/" + token.id() + "/revoke", "{}").status())
          .isEqualTo(200);
      long inForce = System.nanoTime() + BOUND.toNanos();

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> load.statusesSince(inForce).values().stream().mapToLong(n -> n).sum() >= 20);
      assertThat(load.statusesSince(inForce)).containsOnlyKeys(401);
    }
    callers.forEach(
        caller -> {
          Api.Answer answer = caller.get("/demo/hello");
          assertThat(Map.of(answer.status(), answer.text("code")))
              .isEqualTo(Map.of(401, "invalid_token"));
        });
  }
}
