package io.doorward.token.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("G7")
class DatabaseGoneIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @AfterEach
  void restore() {
    RunningStack.current().postgres().start();
    await().atMost(PATIENCE).until(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
  }

  @Test
  @Tag("RES-9")
  void answers503InTimeChangesNothingAndRecoversByItself() {
    Api alice = Api.as("alice");
    String id = alice.create("survivor", "demo:read").getString("id");
    String before = Rows.fingerprint();
    RunningStack.current().postgres().kill();
    assertUnavailable(alice.post("/api/v1/tokens", Api.body("lost", "demo:read")));
    assertUnavailable(alice.get("/api/v1/tokens"));
    assertUnavailable(alice.get("/api/v1/me"));
    assertUnavailable(alice.post("/api/v1/tokens/" + id + "/revoke"));
    assertUnavailable(Api.gateway().get("/internal/snapshots/p1." + "0".repeat(64)));
    RestAssured.get("/q/health/ready").then().statusCode(503);
    RestAssured.get("/q/health/live").then().statusCode(200);
    RunningStack.current().postgres().start();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> alice.get("/api/v1/tokens/" + id).then().statusCode(200));
    assertThat(Rows.fingerprint()).isEqualTo(before);
    alice.post("/api/v1/tokens/" + id + "/revoke").then().statusCode(200);
    await().atMost(PATIENCE).until(() -> Rows.count("SELECT count(*) FROM tokens.outbox") == 0);
  }

  private static void assertUnavailable(Response response) {
    response
        .then()
        .statusCode(503)
        .header("Retry-After", notNullValue())
        .body("code", equalTo("dependency_unavailable"));
  }
}
