package io.doorward.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.RawToken;
import io.doorward.gateway.redis.RedisLink;
import io.doorward.gateway.support.EventPaths;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
class LookupIT {
  @Inject Suite suite;
  @Inject Peppers peppers;
  @Inject Freshness freshness;
  @Inject Clock clock;
  @Inject Snapshots snapshots;
  @Inject RedisLink redis;
  private EventPaths paths;

  @BeforeEach
  void livePaths() {
    paths = new EventPaths().alive(true, true);
    await().until(() -> freshness.leaseHeld() && freshness.redisPathAlive());
  }

  @AfterEach
  void closePaths() {
    paths.close();
  }

  @Test
  @Tag("RES-2")
  void manyRequestsForOneColdTokenAskOnce() {
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.tokenService().hold();
    ExecutorService callers = Executors.newFixedThreadPool(100);
    try {
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, 100)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> suite.get("/things/stampede", token).statusCode(), callers))
              .toList();
      await().until(() -> GatewayStubs.tokenService().asked(token.snapshot()) == 1);
      GatewayStubs.tokenService().release();
      assertThat(answers).allMatch(answer -> answer.join() == 200);
      assertThat(GatewayStubs.tokenService().asked(token.snapshot())).isEqualTo(1);
    } finally {
      GatewayStubs.tokenService().release();
      callers.shutdownNow();
    }
  }

  @Test
  @Tag("G2")
  void theCopyInRedisSparesTokenService() throws IOException {
    RawToken raw = Fixtures.mint();
    var snapshot = suite.describe(raw, t -> t);
    EventPaths.store(snapshot);
    assertThat(Http.get(suite.port(), "/things/redis", raw.reveal()).statusCode()).isEqualTo(200);
    assertThat(GatewayStubs.tokenService().asked(snapshot)).isZero();
  }

  @Test
  @Tag("RES-3")
  void anUnknownTokenIsAskedForOnceInAWhile() {
    RawToken raw = Fixtures.mint();
    for (int i = 0; i < 5; i++) {
      assertThat(Http.get(suite.port(), "/things/1", raw.reveal()).statusCode()).isEqualTo(401);
    }
    assertThat(GatewayStubs.tokenService().asked(peppers.lookupKey(raw).value())).isEqualTo(1);
  }

  @Test
  @Tag("TOK-3")
  void aMistypedTokenIsAskedForByNobody() {
    String raw = Fixtures.mint().reveal();
    String mistyped =
        raw.substring(0, 12) + (raw.charAt(12) == 'x' ? 'y' : 'x') + raw.substring(13);
    assertThat(Http.get(suite.port(), "/things/1", mistyped).statusCode()).isEqualTo(401);
  }

  @Test
  @Tag("REV-6")
  void aCachedTokenIsRefusedFromItsExpiryOn() {
    Instant end = clock.instant().plusMillis(1_500);
    Suite.Known token = suite.token(t -> t.expiresAt(end));
    assertThat(suite.get("/things/brief", token).statusCode()).isEqualTo(200);
    await().until(() -> suite.get("/things/brief", token).statusCode() == 401);
    assertThat(clock.instant()).isAfterOrEqualTo(end);
  }

  @Test
  @Tag("STO-5")
  @Tag("RES-5")
  void aTokenUnderAnOlderPepperOutlivesTokenService() throws IOException {
    var snapshot = suite.describe(Fixtures.mint(), t -> t);
    EventPaths.store(snapshot);
    LookupKey newer = Fixtures.someLookup();
    List<LookupKey> candidates = List.of(newer, snapshot.lookup());
    GatewayStubs.tokenService().gone(true);
    try {
      for (String whence : List.of("redis", "process")) {
        assertThat(found(candidates)).as(whence).isInstanceOf(SnapshotAnswer.Known.class);
      }
      assertThat(found(List.of(newer, Fixtures.someLookup())))
          .isInstanceOf(SnapshotAnswer.Unavailable.class);
    } finally {
      GatewayStubs.tokenService().gone(false);
      await().until(() -> found(List.of(Fixtures.someLookup())) instanceof SnapshotAnswer.Unknown);
    }
  }

  private SnapshotAnswer found(List<LookupKey> candidates) {
    Promise<SnapshotAnswer> answer = Promise.promise();
    Context loop = redis.background().toCompletionStage().toCompletableFuture().join();
    loop.runOnContext(nothing -> snapshots.find(candidates).onComplete(answer));
    return answer.future().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  @Tag("RES-1")
  void anAnswerOfTokenServiceThatNeverEndsIsGivenUp() {
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.tokenService().stall(token.snapshot());
    assertThat(suite.get("/things/stalled", token).statusCode()).isEqualTo(503);
    GatewayStubs.tokenService().release();
    await().until(() -> suite.get("/things/stalled", token).statusCode() == 200);
  }

  @Test
  @Tag("KFK-1")
  void aPoisonedEventEndsNeitherPath() throws IOException {
    String poison =
        new String(
                ContractJson.write(
                    paths.next(TokenEvent.Type.UPDATED, suite.describe(Fixtures.mint(), t -> t))),
                StandardCharsets.UTF_8)
            .replaceAll("\"lookup\":\"[^\"]*\",", "");
    assertThat(poison).doesNotContain("lookup");
    paths.publishKafka(poison.getBytes(StandardCharsets.UTF_8));
    EventPaths.redis("PUBLISH", RedisKeys.TOKEN_EVENTS, poison);
    Suite.Known token = suite.token(t -> t);
    assertThat(suite.get("/things/poison", token).statusCode()).isEqualTo(200);
    paths.alive(false, true);
    await().until(() -> !freshness.redisPathAlive());
    await().until(freshness::leaseHeld);
    assertThat(freshness.kafkaPathAlive()).isTrue();
  }
}
