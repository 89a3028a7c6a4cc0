package io.doorward.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.ForeignSecret;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.TokenFormat;
import io.doorward.gateway.support.EventPaths;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.ImportsAccepted;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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
@WithTestResource(ImportsAccepted.class)
@Tag("T3")
class ImportedKeysIT {
  private static final AtomicInteger SOURCES = new AtomicInteger();

  @Inject Suite suite;
  @Inject Peppers peppers;
  @Inject Freshness freshness;
  private EventPaths paths;

  private final String key = "legacy_" + UUID.randomUUID();
  private final String source = "198.51.100." + SOURCES.incrementAndGet();

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
  void aKeyIsFoundByItsHashInEitherHeader() {
    GatewayStubs.tokenService().put(token(key, 1));
    assertThat(bearer(key).statusCode()).isEqualTo(200);
    assertThat(
            Http.send(Http.request(suite.port(), "/things/1").header("X-API-Key", key))
                .statusCode())
        .isEqualTo(200);
    assertThat(GatewayStubs.tokenService().compared(key)).isZero();
  }

  @Test
  @Tag("RES-2")
  void aSlowHashIsComparedOnceHoweverManyRequestsCome() {
    GatewayStubs.tokenService().importKey(key, token(key, 2));
    ExecutorService callers = Executors.newFixedThreadPool(20);
    try {
      GatewayStubs.tokenService().hold();
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, 20)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> bearer(key).statusCode(), callers))
              .toList();
      String lookup = lookup(key).value();
      await().until(() -> GatewayStubs.tokenService().asked(lookup) == 1);
      GatewayStubs.tokenService().release();
      assertThat(answers).allMatch(answer -> answer.join() == 200);
    } finally {
      GatewayStubs.tokenService().release();
      callers.shutdownNow();
    }
    assertThat(bearer(key).statusCode()).isEqualTo(200);
    assertThat(GatewayStubs.tokenService().compared(key)).isEqualTo(1);
  }

  @Test
  @Tag("REV-1")
  void aRevocationReachesIt() {
    TokenSnapshot token = token(key, 2);
    GatewayStubs.tokenService().importKey(key, token);
    assertThat(bearer(key).statusCode()).isEqualTo(200);
    paths.publishRedis(
        paths.next(
            TokenEvent.Type.REVOKED,
            Fixtures.token(token.lookup())
                .id(token.tokenId())
                .version(3)
                .revokedAt(Fixtures.CREATED)
                .build()));
    await().until(() -> bearer(key).statusCode() == 401);
    assertThat(bearer(key).statusCode()).isEqualTo(401);
  }

  @Test
  @Tag("CMP-2")
  void whatIsUnknownReadsLikeWhatIsMalformed() {
    HttpResponse<String> unknown = bearer(key);
    HttpResponse<String> malformed = bearer("dwp_live_short");
    assertThat(Http.code(unknown)).isEqualTo("401 invalid_token");
    assertThat(comparable(unknown)).isEqualTo(comparable(malformed));
    assertThat(unknown.headers().firstValue("WWW-Authenticate"))
        .isEqualTo(malformed.headers().firstValue("WWW-Authenticate"));
  }

  @Test
  @Tag("TOK-3")
  @Tag("TOK-5")
  void whatClaimsToBeOursOrCannotBeAKeyIsAskedForByNobody() {
    String mistyped = Fixtures.mint().reveal().replaceAll(".$", "-");
    for (String presented : List.of(mistyped, "short", "x".repeat(257))) {
      assertThat(bearer(presented).statusCode()).isEqualTo(401);
      assertThat(GatewayStubs.tokenService().compared(presented)).isZero();
    }
    // Nor do they count as guesses: there was nothing to guess.
    for (int i = 0; i < 2 * ImportsAccepted.MISSES_PER_MINUTE; i++) {
      assertThat(bearer("dwp_live_short" + i).statusCode()).isEqualTo(401);
    }
  }

  @Test
  @Tag("CMP-4")
  void guessesAreBoundedBySource() {
    String known = "known_" + UUID.randomUUID();
    GatewayStubs.tokenService().put(token(known, 1));
    assertThat(bearer(known).statusCode()).isEqualTo(200);
    for (int i = 0; i < ImportsAccepted.MISSES_PER_MINUTE; i++) {
      assertThat(bearer(key + i).statusCode()).isEqualTo(401);
      // The same one again is remembered and costs nothing.
      assertThat(bearer(key + i).statusCode()).isEqualTo(401);
      assertThat(GatewayStubs.tokenService().compared(key + i)).isEqualTo(1);
    }
    HttpResponse<String> refused = bearer(key + "more");
    assertThat(Http.code(refused)).isEqualTo("429 rate_limited");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
    assertThat(GatewayStubs.tokenService().compared(key + "more")).isZero();
    assertThat(bearer(known).statusCode()).isEqualTo(200);
    assertThat(from("203.0.113.9", key + "more").statusCode()).isEqualTo(401);
  }

  @Test
  @Tag("CMP-4")
  void aComparisonThatFailedIsAGuessAllTheSame() {
    GatewayStubs.tokenService().comparisonsFail(true);
    try {
      for (int i = 0; i < ImportsAccepted.MISSES_PER_MINUTE; i++) {
        assertThat(bearer(key + i).statusCode()).isEqualTo(503);
      }
      assertThat(Http.code(bearer(key + "more"))).isEqualTo("429 rate_limited");
    } finally {
      GatewayStubs.tokenService().comparisonsFail(false);
    }
  }

  @Test
  @Tag("RES-1")
  void withNobodyToAskTheAnswerIsNeverYesOrNo() {
    GatewayStubs.tokenService().gone(true);
    try {
      assertThat(bearer(key).statusCode()).isEqualTo(503);
    } finally {
      GatewayStubs.tokenService().gone(false);
    }
    GatewayStubs.tokenService().put(token(key, 1));
    await().until(() -> bearer(key).statusCode() == 200);
  }

  private HttpResponse<String> bearer(String presented) {
    return from(source, presented);
  }

  private HttpResponse<String> from(String address, String presented) {
    return Http.send(
        Http.request(suite.port(), "/things/1")
            .header("X-Forwarded-For", address)
            .header("Authorization", "Bearer " + presented));
  }

  private static String comparable(HttpResponse<String> response) {
    return response.body().replaceAll("\"(requestId|instance)\":\"[^\"]*\"", "");
  }

  private LookupKey lookup(String presented) {
    return peppers
        .importedCandidates(
            ForeignSecret.read(TokenFormat.standard(), presented).orElseThrow().sha256())
        .get(0);
  }

  private TokenSnapshot token(String presented, long version) {
    return Fixtures.token(lookup(presented)).version(version).build();
  }
}
