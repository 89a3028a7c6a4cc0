package io.doorward.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.event.GatewayReport;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.support.EventPaths;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.ReportsHeard;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an instance says is in force on it is in force on it. */
@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("REV-1")
class ReportsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Inject Suite suite;
  @Inject Freshness freshness;
  private EventPaths paths;
  private ReportsHeard heard;
  private Suite.Known token;

  @BeforeEach
  void aTokenInUseAndBothPathsAlive() {
    paths = new EventPaths().alive(true, true);
    heard = new ReportsHeard();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                freshness.leaseHeld() && freshness.redisPathAlive() && freshness.kafkaPathAlive());
    token = suite.token(t -> t);
  }

  @AfterEach
  void closePaths() {
    GatewayStubs.tokenService().release();
    GatewayStubs.tokenService().gone(false);
    paths.close();
    heard.close();
  }

  private int status() {
    return suite.get("/things/reports", token).statusCode();
  }

  private TokenSnapshot revoked() {
    TokenSnapshot s = token.snapshot();
    return Fixtures.token(s.lookup())
        .id(s.tokenId())
        .version(s.version() + 1)
        .revokedAt(Fixtures.CREATED)
        .build();
  }

  private void awaitReport(List<GatewayReport> reports, Predicate<GatewayReport> is) {
    await().atMost(PATIENCE).until(() -> reports.stream().anyMatch(is));
  }

  @Test
  @Tag("T4")
  void itReportsOnBothWaysWhatItHasApplied() throws IOException {
    TokenEvent event = paths.next(TokenEvent.Type.REVOKED, revoked());
    paths.publishRedis(event);
    awaitReport(heard.redis(), r -> r.epoch() == event.epoch() && r.lease());
    awaitReport(heard.kafka(), r -> r.epoch() == event.epoch() && r.lease());
    GatewayReport report = heard.redis().get(0);
    assertThat(report.instance()).isEqualTo("gateway-0");
    assertThat(report.leaving()).isFalse();
    assertThat(report.staleMillis()).isEqualTo(64_000);
    assertThat(EventPaths.redis("GET", RedisKeys.gateway("gateway-0"))).startsWith("$");
    assertThat(EventPaths.redis("TTL", RedisKeys.gateway("gateway-0"))).isBetween(":60", ":64");
    assertThat(EventPaths.redis("ZSCORE", RedisKeys.GATEWAYS, "gateway-0")).startsWith("$1");
    assertThat(heard.redis())
        .isSortedAccordingTo((a, b) -> Long.compare(a.sequence(), b.sequence()));
  }

  @Test
  @Tag("REV-4")
  void itReportsOverKafkaAloneAndOverRedisAgainWhenThatIsBack() {
    RunningStack.current().redis().kill();
    TokenEvent event = paths.next(TokenEvent.Type.REVOKED, revoked());
    paths.publishKafka(event);
    awaitReport(heard.kafka(), r -> r.epoch() == event.epoch());
    RunningStack.current().redis().start();
    heard.listenToRedisAgain();
    awaitReport(heard.redis(), r -> r.epoch() >= event.epoch());
  }

  @Test
  @Tag("REV-3")
  void whatWasLoadedBeforeALostChangeIsNotUsedOnceItsEpochIsReported() {
    assertThat(status()).isEqualTo(200);
    GatewayStubs.tokenService().put(revoked());
    TokenEvent lost = paths.next(TokenEvent.Type.REVOKED, revoked());
    awaitReport(heard.redis(), r -> r.epoch() >= lost.epoch());
    assertThat(status()).isEqualTo(401);
  }

  @Test
  @Tag("REV-3")
  void anAnswerUnderWayWhenAChangeWasLostIsGivenToNobodyWhoAsksLater() {
    GatewayStubs.tokenService().hold();
    CompletableFuture<Integer> before = CompletableFuture.supplyAsync(this::status);
    await().until(() -> GatewayStubs.tokenService().asked(token.snapshot()) == 1);
    GatewayStubs.tokenService().put(revoked());
    TokenEvent lost = paths.next(TokenEvent.Type.REVOKED, revoked());
    awaitReport(heard.redis(), r -> r.epoch() >= lost.epoch());
    CompletableFuture<Integer> after = CompletableFuture.supplyAsync(this::status);
    await().until(() -> GatewayStubs.tokenService().asked(token.snapshot()) == 2);
    GatewayStubs.tokenService().release();
    assertThat(before.join()).as("asked before").isIn(200, 401);
    assertThat(after.join()).as("asked after").isEqualTo(401);
    assertThat(status()).isEqualTo(401);
  }

  @Test
  @Tag("REV-3")
  void anAnswerUnderWayWhenAChangeWasHeardIsGivenToNobody() {
    GatewayStubs.tokenService().hold();
    CompletableFuture<Integer> before = CompletableFuture.supplyAsync(this::status);
    await().until(() -> GatewayStubs.tokenService().asked(token.snapshot()) == 1);
    TokenEvent event = paths.next(TokenEvent.Type.REVOKED, revoked());
    GatewayStubs.tokenService().put(revoked());
    paths.publishRedis(event);
    awaitReport(heard.redis(), r -> r.epoch() >= event.epoch());
    GatewayStubs.tokenService().release();
    assertThat(before.join()).isEqualTo(503);
    assertThat(status()).isEqualTo(401);
  }

  @Test
  @Tag("REV-4")
  void withNobodyToAskWhatWasLoadedBeforeALostChangeIsNoLastResort() {
    assertThat(status()).isEqualTo(200);
    GatewayStubs.tokenService().gone(true);
    TokenEvent lost = paths.next(TokenEvent.Type.REVOKED, revoked());
    awaitReport(heard.redis(), r -> r.epoch() >= lost.epoch());
    assertThat(status()).isEqualTo(503);
  }
}
