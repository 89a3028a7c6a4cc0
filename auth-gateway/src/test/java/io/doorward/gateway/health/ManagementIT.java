package io.doorward.gateway.health;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.doorward.gateway.redis.RedisLink;
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
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
class ManagementIT {
  @Inject Suite suite;
  @Inject RedisLink redis;

  @Test
  @Tag("RES-9")
  void aDependencyThatIsGoneIsToldButLeavesTheGatewayReady() {
    await().until(redis::isUp);
    RunningStack.current().redis().kill();
    try {
      await()
          .untilAsserted(
              () ->
                  given()
                      .get("/q/health/ready")
                      .then()
                      .statusCode(200)
                      .body("checks.find { it.name == 'gateway' }.data.redis", is("down")));
      given().get("/q/health/live").then().statusCode(200);
    } finally {
      RunningStack.current().redis().start();
    }
    await().atMost(Duration.ofSeconds(20)).until(redis::isUp);
  }

  @Test
  @Tag("LOG-4")
  void metricsTellRequestsByRouteAndOutcomeAndGrowWithNeither() {
    Suite.Known token = suite.token(t -> t);
    suite.get("/things/metrics", token);
    for (int i = 0; i < 50; i++) {
      Http.get(suite.port(), "/things/metrics/" + i, Fixtures.mint().reveal());
    }
    // what only the registry refers to must survive
    System.gc();
    String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
    assertThat(metrics)
        .contains("doorward_requests_total{outcome=\"passed\",route=\"things\"}")
        .contains("doorward_requests_total{outcome=\"invalid_token\",route=\"things\"}")
        .contains("doorward_usage_dropped_total 0.0")
        .contains("doorward_freshness_lease")
        .contains("doorward_epoch_applied")
        .contains("doorward_snapshots_total{level=\"service\"}")
        .contains("doorward_limits_total")
        .contains("doorward_check_seconds_bucket")
        .doesNotContain(token.snapshot().tokenId().toString())
        .doesNotContain("metrics/1");
    assertThat(metrics.lines().filter(line -> line.startsWith("doorward_")))
        .noneMatch(line -> line.endsWith("NaN"));
    assertThat(metrics.lines().filter(line -> line.startsWith("# HELP doorward_")))
        .isNotEmpty()
        .allMatch(line -> line.strip().split(" ", 4).length == 4);
  }

  @Test
  @Tag("GWY-13")
  void managementDoesNotServeRoutes() {
    given().get("/things/1").then().statusCode(404);
    given().get("/.well-known/jwks.json").then().statusCode(404);
  }
}
