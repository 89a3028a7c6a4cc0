package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.snapshot.Limits;
import io.doorward.gateway.redis.RedisLink;
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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
class RateLimitIT {
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
      assertThat(statuses).containsOnly(200, 429);
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
    } finally {
      RunningStack.current().redis().start();
    }
    await().atMost(Duration.ofSeconds(20)).until(redis::isUp);
    Suite.Known fresh = suite.token(t -> t.limits(new Limits(null, 3, null, null)));
    assertThat(admitted(fresh, 20)).isEqualTo(3);
  }
}
