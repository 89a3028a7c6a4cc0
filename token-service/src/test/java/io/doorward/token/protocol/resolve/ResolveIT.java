package io.doorward.token.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.TokenFormat;
import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("G2")
class ResolveIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject RedisDataSource redis;
  @Inject Peppers peppers;

  private final Api alice = Api.as("alice");

  @Test
  @Tag("REV-5")
  void givesTheGatewayTheSnapshotAndPutsItIntoRedis() throws Exception {
    JsonPath token = alice.create("to resolve", "demo:read");
    LookupKey lookup = lookup(token);
    redis.key().del(RedisKeys.snapshot(lookup));
    byte[] json =
        Api.gateway()
            .get("/internal/snapshots/" + lookup)
            .then()
            .statusCode(200)
            .contentType("application/json")
            .extract()
            .asByteArray();
    TokenSnapshot snapshot = ContractJson.read(json, TokenSnapshot.class);
    assertThat(snapshot.tokenId()).hasToString(token.getString("id"));
    assertThat(snapshot.limits().perMinute()).isEqualTo(600);
    await()
        .atMost(PATIENCE)
        .until(() -> "1".equals(redis.hash(String.class).hget(RedisKeys.snapshot(lookup), "v")));
  }

  @Test
  void tellsOfARevokedToken() throws Exception {
    JsonPath token = alice.create("to revoke", "demo:read");
    alice.post("/api/v1/tokens/" + token.getString("id") + "/revoke").then().statusCode(200);
    byte[] json = Api.gateway().get("/internal/snapshots/" + lookup(token)).asByteArray();
    assertThat(ContractJson.read(json, TokenSnapshot.class).revokedAt()).isNotNull();
  }

  @Test
  void anUnknownOrUnusableKeyIsNotThere() {
    String unknown = "/internal/snapshots/p1." + "0".repeat(64);
    Api.gateway().get(unknown).then().statusCode(404).body("code", equalTo("not_found"));
    Api.gateway().get("/internal/snapshots/nonsense").then().statusCode(404);
  }

  @Test
  @Tag("SCP-4")
  void isNotThereForAnybodyElse() {
    LookupKey lookup = lookup(alice.create("hidden", "demo:read"));
    alice.get("/internal/snapshots/" + lookup).then().statusCode(404);
    Api.gateway().get("/api/v1/tokens").then().statusCode(404);
  }

  @Test
  @Tag("G7")
  void answersWithoutRedis() {
    LookupKey lookup = lookup(alice.create("without Redis", "demo:read"));
    RunningStack.current().redis().kill();
    try {
      Api.gateway().get("/internal/snapshots/" + lookup).then().statusCode(200);
    } finally {
      RunningStack.current().redis().start();
    }
  }

  private LookupKey lookup(JsonPath token) {
    ParsedToken parsed = TokenFormat.standard().parse(token.getString("token"));
    return peppers.lookupKey(((ParsedToken.WellFormed) parsed).token());
  }
}
