package io.doorward.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.token.TokenType;
import io.doorward.gateway.support.EventPaths;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("REV-8")
@Tag("S5")
class BarriersIT {
  @Inject Suite suite;
  @Inject Freshness freshness;
  @Inject Barriers barriers;
  private EventPaths paths;
  private Suite.Known token;

  @BeforeEach
  void aTokenInUseAndBothPathsAlive() {
    GatewayStubs.tokenService().barriers();
    paths = new EventPaths().alive(true, true);
    await()
        .until(
            () ->
                freshness.leaseHeld() && freshness.redisPathAlive() && freshness.kafkaPathAlive());
    token = suite.token(t -> t);
    await().until(() -> status() == 200);
  }

  @AfterEach
  void liftAndClose() {
    GatewayStubs.tokenService().gone(false);
    GatewayStubs.tokenService().barriers();
    paths.alive(true, true);
    await().until(() -> status() == 200);
    paths.close();
  }

  private HttpResponse<String> ask() {
    return suite.get("/things/barriers", token);
  }

  private int status() {
    return ask().statusCode();
  }

  private static Barrier killSwitch() {
    return new Barrier(
        UUID.randomUUID(),
        Barrier.Kind.KILL_SWITCH,
        UUID.fromString("00000000-0000-4000-8000-00000000acce"),
        TokenType.PERSONAL,
        null,
        Fixtures.CREATED.plusSeconds(1));
  }

  @Test
  void overRedisAloneItIsInForceWhenHeardAndSoIsItsRelease() {
    paths.alive(true, false);
    paths.publishRedis(paths.next(killSwitch()));
    await().until(() -> status() == 401);
    paths.publishRedis(paths.next());
    await().until(() -> status() == 200);
    assertThat(GatewayStubs.tokenService().asked(token.snapshot())).isEqualTo(1);
  }

  @Test
  void overKafkaAloneItIsInForceWhenHeardAndSoIsItsRelease() {
    paths.alive(false, true);
    paths.publishKafka(paths.next(killSwitch()));
    await().until(() -> status() == 401);
    paths.publishKafka(paths.next());
    await().until(() -> status() == 200);
  }

  @Test
  @Tag("CMP-2")
  void itReadsLikeAnyUselessToken() {
    Suite.Known revoked = suite.token(t -> t.revokedAt(Fixtures.CREATED));
    HttpResponse<String> useless = suite.get("/things/barriers", revoked);
    paths.publishRedis(paths.next(killSwitch()));
    await().until(() -> status() == 401);
    assertThat(comparable(ask())).isEqualTo(comparable(useless));
  }

  private static String comparable(HttpResponse<String> answer) {
    String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
    return (answer.statusCode() + answer.headers().map().toString() + answer.body())
        .replace(id, "…")
        .replaceAll("date=\\[[^]]*]", "");
  }

  @Test
  void aTokenMadeLaterWorks() {
    paths.publishRedis(
        paths.next(
            new Barrier(
                UUID.randomUUID(),
                Barrier.Kind.KILL_SWITCH,
                token.snapshot().organizationId(),
                null,
                null,
                Fixtures.CREATED)));
    long epoch = freshness.appliedEpoch();
    await().until(() -> freshness.appliedEpoch() >= epoch && freshness.leaseHeld());
    assertThat(status()).isEqualTo(200);
  }

  @Test
  @Tag("REV-4")
  void aVersionThatAHeartbeatTellsOfIsLoadedThoughNoEpochIsMissing() {
    GatewayStubs.tokenService().barriers(killSwitch());
    await().until(() -> status() == 401);
  }

  @Test
  @Tag("REV-4")
  void aLostEventIsMadeUpFor() {
    paths.next(killSwitch());
    await().until(() -> status() == 401);
  }

  @Test
  @Tag("REV-4")
  void withBothPathsSilentTheyAreAskedForAgain() {
    paths.alive(false, false);
    await().atMost(Duration.ofSeconds(8)).until(() -> !freshness.leaseHeld());
    GatewayStubs.tokenService().barriers(killSwitch());
    await().atMost(Duration.ofSeconds(8)).until(() -> status() == 401);
  }

  @Test
  @Tag("RES-5")
  void withBothPathsSilentAndNobodyToAskThoseThatAreKnownStayInForce() {
    paths.publishRedis(paths.next(killSwitch()));
    await().until(() -> status() == 401);
    paths.alive(false, false);
    GatewayStubs.tokenService().gone(true);
    await().atMost(Duration.ofSeconds(8)).until(() -> !freshness.leaseHeld());
    assertThat(status()).isEqualTo(401);
  }

  @Test
  @Tag("RES-5")
  void thereIsNoYesWhileNewerOnesAreAnnouncedThatNobodyCanTell() {
    GatewayStubs.tokenService().gone(true);
    GatewayStubs.tokenService().barriers(killSwitch());
    await().until(() -> status() == 503);
    assertThat(Http.code(ask())).isEqualTo("503 dependency_unavailable");
    assertThat(ask().headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void anEmptiedRedisLiftsNothing() throws IOException {
    paths.publishRedis(paths.next(killSwitch()));
    await().until(() -> status() == 401);
    EventPaths.redis("FLUSHALL");
    // Now they must be asked for, and Redis has none: as after a restart without its data.
    paths.next(killSwitch());
    await().until(() -> versionInForce() == GatewayStubs.tokenService().version());
  }

  private long versionInForce() {
    assertThat(status()).isEqualTo(401);
    return barriers.version();
  }

  @Test
  void anOlderCopyInRedisIsNotBelieved() throws IOException {
    BarrierSet old = GatewayStubs.tokenService().barriers();
    EventPaths.redis(
        "HSET",
        RedisKeys.BARRIERS,
        "v",
        Long.toString(old.version()),
        "s",
        ContractJson.writeString(old));
    GatewayStubs.tokenService().barriers(killSwitch());
    await().until(() -> status() == 401);
    EventPaths.redis("DEL", RedisKeys.BARRIERS);
  }

  @Test
  @Tag("RES-5")
  void theCopyInRedisIsEnoughWhileTokenServiceIsGone() throws IOException {
    GatewayStubs.tokenService().gone(true);
    BarrierSet now = GatewayStubs.tokenService().barriers(killSwitch());
    EventPaths.redis(
        "HSET",
        RedisKeys.BARRIERS,
        "v",
        Long.toString(now.version()),
        "s",
        ContractJson.writeString(now));
    await().until(() -> status() == 401);
    EventPaths.redis("DEL", RedisKeys.BARRIERS);
  }

  @Test
  @Tag("T13")
  void thatTokensAreTurnedOffIsToldToTheHolderOfAGoodOneOnly() {
    Suite.Known revoked = suite.token(t -> t.revokedAt(Fixtures.CREATED));
    paths.publishRedis(
        paths.next(
            new Barrier(UUID.randomUUID(), Barrier.Kind.FEATURE_FLAG, null, null, null, null)));
    await().until(() -> status() == 403);
    assertThat(Http.code(ask())).isEqualTo("403 tokens_disabled");
    for (String other : List.of(revoked.raw(), Fixtures.mint().reveal())) {
      assertThat(Http.code(Http.get(suite.port(), "/things/off", other)))
          .isEqualTo("401 invalid_token");
    }
  }
}
