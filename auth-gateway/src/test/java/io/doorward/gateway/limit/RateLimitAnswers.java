package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.redis.RedisLink;
import io.doorward.gateway.support.EventPaths;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.RunningStack;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What callers are answered, in any mode that asks Redis. */
@Tag("G5")
abstract class RateLimitAnswers {
  @Inject Suite suite;
  @Inject RedisLink redis;

  private long admitted(Suite.Known token, int requests) {
    ExecutorService callers = Executors.newFixedThreadPool(20);
    try {
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, requests)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> suite.get("/things/burst", token).statusCode(), callers))
              .toList();
      List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
      assertThat(statuses).isSubsetOf(200, 429);
      return statuses.stream().filter(status -> status == 200).count();
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  @Tag("RLM-3")
  void manyCallersAtOnceTogetherGetNoMoreThanTheLimit() {
    await().until(redis::isUp);
    Suite.Known token = suite.token(t -> t.limits(new Limits(null, 30, 1_000, null)));
    assertThat(admitted(token, 120)).isEqualTo(30);
  }

  @Test
  @Tag("RLM-5")
  void refusedRequestsCostTheTokenNothing() {
    await().until(redis::isUp);
    Suite.Known token =
        suite.token(t -> t.scopes("things:read").limits(new Limits(null, 1, null, null)));
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> refused =
          Http.send(
              Http.request(suite.port(), "/things/denied")
                  .header("Authorization", "Bearer " + token.raw())
                  .PUT(BodyPublishers.noBody()));
      assertThat(refused.statusCode()).isEqualTo(403);
    }
    assertThat(suite.get("/things/denied", token).statusCode()).isEqualTo(200);
    assertThat(suite.get("/things/denied", token).statusCode()).isEqualTo(429);
  }

  @Test
  @Tag("RLM-5")
  void unknownTokensLeaveNoKeysInRedis() throws IOException {
    await().until(redis::isUp);
    String before = EventPaths.redis("DBSIZE");
    for (int i = 0; i < 50; i++) {
      Http.get(suite.port(), "/things/1", Fixtures.mint().reveal());
    }
    assertThat(number(EventPaths.redis("DBSIZE")) - number(before)).isLessThanOrEqualTo(1);
  }

  private static long number(String reply) {
    return Long.parseLong(reply.substring(1));
  }

  @Test
  @Tag("G5")
  void theTokensOfAnOrganizationShareItsLimit() {
    await().until(redis::isUp);
    UUID organization = UUID.randomUUID();
    Limits shared = new Limits(null, 20, null, null);
    Suite.Known first = suite.token(t -> t.organization(organization, shared));
    Suite.Known second = suite.token(t -> t.organization(organization, shared));
    assertThat(admitted(first, 15)).isEqualTo(15);
    assertThat(admitted(second, 15)).isEqualTo(5);
    HttpResponse<String> refused = suite.get("/things/refused", first);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("per minute of the organization");
  }

  @Test
  void aRequestCostsWhatItsRouteSays() {
    await().until(redis::isUp);
    Suite.Known token = suite.token(t -> t.limits(new Limits(null, 10, null, null)));
    assertThat(suite.get("/dear/1", token).statusCode()).isEqualTo(200);
    assertThat(suite.get("/dear/2", token).headers().firstValue("X-RateLimit-Remaining"))
        .hasValue("2");
    assertThat(suite.get("/dear/3", token).statusCode()).isEqualTo(429);
    assertThat(suite.get("/things/cheap", token).statusCode()).isEqualTo(200);
  }

  @Test
  @Tag("RLM-1")
  @Tag("RLM-2")
  void theFieldsAreListsThatNameTheSameWindows() {
    await().until(redis::isUp);
    UUID organization = UUID.randomUUID();
    Suite.Known token =
        suite.token(
            t ->
                t.limits(new Limits(30, 3, 1_000, null))
                    .organization(organization, new Limits(null, 50, null, null)));
    HttpResponse<String> answer = suite.get("/things/fields", token);
    for (int i = 0; i < 4; i++) {
      Map<String, Map<String, Long>> policy = RateLimitLists.parse(answer, "RateLimit-Policy");
      Map<String, Map<String, Long>> state = RateLimitLists.parse(answer, "RateLimit");
      assertThat(policy).containsOnlyKeys("second", "minute", "hour", "organization-minute");
      assertThat(policy.get("minute")).containsEntry("q", 3L).containsEntry("w", 60L);
      assertThat(policy).containsKeys(state.keySet().toArray(String[]::new));
      state.forEach(
          (name, parameters) ->
              assertThat(parameters.get("r")).isBetween(0L, policy.get(name).get("q")));
      assertThat(state.get("minute").get("r")).isEqualTo(Math.max(2 - i, 0));
      assertThat(answer.headers().firstValueAsLong("X-RateLimit-Limit")).hasValue(3);
      if (i == 3) {
        assertThat(answer.statusCode()).isEqualTo(429);
        long wait = answer.headers().firstValueAsLong("Retry-After").orElseThrow();
        assertThat(wait).isGreaterThanOrEqualTo(state.get("minute").get("t"));
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(Http.code(answer)).isEqualTo("429 rate_limited");
      } else {
        assertThat(answer.statusCode()).isEqualTo(200);
      }
      answer = suite.get("/things/fields", token);
    }
  }

  @Test
  @Tag("RLM-6")
  @Tag("G7")
  void withoutRedisTheLimitHoldsInProcessAndWithItAgainInRedis() {
    await().until(redis::isUp);
    Suite.Known token = suite.token(t -> t.limits(new Limits(null, 10, null, null)));
    for (int i = 0; i < 4; i++) {
      assertThat(suite.get("/things/loss", token).statusCode()).isEqualTo(200);
    }
    RunningStack.current().redis().kill();
    try {
      assertThat(admitted(token, 40)).isBetween(5L, 6L);
      assertThat(suite.get("/guarded/loss", token).statusCode()).isEqualTo(503);
      assertThat(suite.get("/generous/loss", token).statusCode()).isEqualTo(200);
    } finally {
      RunningStack.current().redis().start();
    }
    // each event loop takes its connection up again by itself
    await().atMost(Duration.ofSeconds(20)).untilAsserted(this::allIsChargedInRedis);
  }

  private void allIsChargedInRedis() throws IOException {
    Suite.Known fresh = suite.token(t -> t.limits(new Limits(null, 12, null, null)));
    assertThat(admitted(fresh, 40)).isEqualTo(12);
    TokenSnapshot token = fresh.snapshot();
    String key = RedisKeys.tokenLimits(token.organizationId(), token.tokenId()) + "minute";
    assertThat(EventPaths.redis("HINCRBY", key, "s", "0")).isEqualTo(":12");
  }
}
