package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T7")
class PolicyIT {

  @Test
  void asManyTokensAsThePolicyAllowsAndNoMore() throws Exception {
    Api owner = Api.as("oona", "few-tokens", "owner");
    policy(owner, 2, 100);
    String first = owner.create("one", "read").getString("id");
    owner.create("two", "read");
    owner
        .post("/api/v1/tokens", Api.body("three", "read"))
        .then()
        .statusCode(409)
        .body("code", equalTo("token_limit_reached"));
    owner.post("/api/v1/tokens/" + first + "/revoke").then().statusCode(200);
    owner.post("/api/v1/tokens", Api.body("three", "read")).then().statusCode(201);
  }

  @Test
  void asManyCreationsAnHourAsThePolicyAllowsAndNoMore() throws Exception {
    Api owner = Api.as("olaf", "slow-tokens", "owner");
    policy(owner, 100, 1);
    owner.create("one", "read");
    owner
        .post("/api/v1/tokens", Api.body("two", "read"))
        .then()
        .statusCode(429)
        .body("code", equalTo("rate_limited"))
        .header("Retry-After", matchesPattern("3[0-9]{3}"));
  }

  @Test
  @Tag("RLM-3")
  void concurrentCreationsDoNotSlipPastThePolicy() throws Exception {
    Api owner = Api.as("otto", "racing-tokens", "owner");
    policy(owner, 3, 100);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> calls =
          IntStream.range(0, 16)
              .<Callable<Integer>>mapToObj(
                  i -> () -> owner.post("/api/v1/tokens", Api.body("t" + i, "read")).statusCode())
              .toList();
      int created = 0;
      for (Future<Integer> status : threads.invokeAll(calls)) {
        created += status.get() == 201 ? 1 : 0;
      }
      assertThat(created).isEqualTo(3);
    } finally {
      threads.shutdown();
    }
  }

  private static void policy(Api owner, int most, int perHour) throws Exception {
    Rows.update(
        "tokens_app",
        "INSERT INTO tokens.policy (organization_id, max_tokens_per_user, creations_per_hour)"
            + " VALUES (?, ?, ?)",
        UUID.fromString(owner.me().getString("organization.id")),
        most,
        perHour);
  }
}
