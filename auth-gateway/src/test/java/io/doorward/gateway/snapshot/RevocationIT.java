package io.doorward.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.support.EventPaths;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("REV-1")
class RevocationIT {
  @Inject Suite suite;
  @Inject Freshness freshness;
  private EventPaths paths;
  private Suite.Known token;

  @BeforeEach
  void aTokenInUseAndBothPathsAlive() {
    paths = new EventPaths().alive(true, true);
    await()
        .until(
            () ->
                freshness.leaseHeld() && freshness.redisPathAlive() && freshness.kafkaPathAlive());
    token = suite.token(t -> t);
    assertThat(status()).isEqualTo(200);
    assertThat(status()).isEqualTo(200);
  }

  @AfterEach
  void closePaths() {
    paths.close();
  }

  private int status() {
    return suite.get("/things/revocation", token).statusCode();
  }

  private TokenSnapshot revoked() {
    TokenSnapshot s = token.snapshot();
    return Fixtures.token(s.lookup())
        .id(s.tokenId())
        .version(s.version() + 1)
        .revokedAt(Fixtures.CREATED)
        .build();
  }

  @Test
  void aKnownTokenIsNotAskedForAgainWhileThePathsLive() {
    status();
    status();
    assertThat(GatewayStubs.tokenService().asked(token.snapshot())).isEqualTo(1);
  }

  @Test
  @Tag("REV-8")
  void overRedisAloneItIsInForceWhenHeard() {
    paths.alive(true, false);
    paths.publishRedis(paths.next(TokenEvent.Type.REVOKED, revoked()));
    await().until(() -> status() == 401);
    assertThat(GatewayStubs.tokenService().asked(token.snapshot())).isEqualTo(1);
    assertThat(status()).isEqualTo(401);
  }

  @Test
  @Tag("REV-8")
  void overKafkaAloneItIsInForceWhenHeard() {
    paths.alive(false, true);
    paths.publishKafka(paths.next(TokenEvent.Type.REVOKED, revoked()));
    await().until(() -> status() == 401);
    assertThat(GatewayStubs.tokenService().asked(token.snapshot())).isEqualTo(1);
  }

  @Test
  void anOlderCopyInRedisIsNotBelievedAfterANewerVersionWasHeard() throws IOException {
    EventPaths.store(token.snapshot());
    Suite.Known other = suite.token(t -> t);
    EventPaths.store(other.snapshot());
    TokenSnapshot newer =
        Fixtures.token(other.snapshot().lookup())
            .id(other.snapshot().tokenId())
            .version(2)
            .revokedAt(Fixtures.CREATED)
            .build();
    GatewayStubs.tokenService().put(newer);
    paths.publishKafka(paths.next(TokenEvent.Type.REVOKED, newer));
    long epoch = freshness.appliedEpoch();
    await().until(() -> freshness.appliedEpoch() >= epoch && freshness.leaseHeld());
    await().until(() -> suite.get("/things/older", other).statusCode() == 401);
  }

  @Test
  @Tag("REV-4")
  void aLostEventIsNoticedByTheNextHeartbeatsAndTheCacheNoLongerBelieved() {
    TokenSnapshot revoked = revoked();
    GatewayStubs.tokenService().put(revoked);
    paths.next(TokenEvent.Type.REVOKED, revoked);
    await().until(() -> status() == 401);
  }

  @Test
  @Tag("REV-4")
  void withBothPathsSilentACachedYesIsAskedForAgain() {
    paths.alive(false, false);
    GatewayStubs.tokenService().put(revoked());
    await().atMost(Duration.ofSeconds(8)).until(() -> status() == 401);
    assertThat(freshness.leaseHeld()).isFalse();
  }

  @Test
  @Tag("RES-1")
  void withBothPathsSilentAndNobodyToAskAKnownTokenGoesOnAndAnUnknownOneDoesNot() {
    paths.alive(false, false);
    GatewayStubs.tokenService().gone(true);
    try {
      await().atMost(Duration.ofSeconds(8)).until(() -> !freshness.leaseHeld());
      assertThat(status()).isEqualTo(200);
      var answer = Http.get(suite.port(), "/things/1", Fixtures.mint().reveal());
      assertThat(Http.code(answer)).isEqualTo("503 dependency_unavailable");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    } finally {
      GatewayStubs.tokenService().gone(false);
    }
  }

  @Test
  @Tag("REV-5")
  void aTokenThatWasProbedBeforeItExistedWorksWhenItsCreationIsHeard() {
    var raw = Fixtures.mint();
    assertThat(Http.get(suite.port(), "/things/early", raw.reveal()).statusCode()).isEqualTo(401);
    TokenSnapshot created = suite.describe(raw, t -> t);
    GatewayStubs.tokenService().put(created);
    paths.publishRedis(paths.next(TokenEvent.Type.CREATED, created));
    await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> Http.get(suite.port(), "/things/early", raw.reveal()).statusCode() == 200);
  }

  @Test
  @Tag("RES-9")
  void thePathOverRedisHealsAfterRedisWasGone() {
    RunningStack.current().redis().kill();
    await().until(() -> !freshness.redisPathAlive());
    assertThat(status()).isEqualTo(200);
    RunningStack.current().redis().start();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> freshness.redisPathAlive() && freshness.leaseHeld());
    paths.alive(true, false);
    paths.publishRedis(paths.next(TokenEvent.Type.REVOKED, revoked()));
    await().until(() -> status() == 401);
  }
}
