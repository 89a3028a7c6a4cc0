package io.doorward.token.propagation;

import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.doorward.test.stack.StackResource;
import io.doorward.token.lifecycle.bulk.ByHand;
import io.doorward.token.support.Api;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Waiting for jobs that nobody works on. */
@QuarkusTest
@WithTestResource(StackResource.class)
@TestProfile(ByHand.class)
@Tag("S5")
@Tag("REV-1")
class JobsHeldIT {
  private static final String PATH = "/api/v1/token-jobs";

  @Inject ReactiveRedisDataSource redis;

  private final Api owner = Api.as("olga", "held-" + UUID.randomUUID(), "owner");

  @Test
  void nothingIsCompleteBeforeTheJobIsFinished() {
    Choir choir = new Choir(redis, owner);
    Voice only = choir.known();
    String body =
        "{\"action\":\"revoke\",\"selection\":{\"ids\":[\"%s\"]}}"
            .formatted(owner.create("bulk", "demo:read").getString("id"));
    only.overRedis(Choir.all());

    String id =
        owner
            .post(PATH + "?wait=ack&timeout=300", body)
            .then()
            .statusCode(201)
            .body("state", equalTo("queued"))
            .body("propagation.complete", equalTo(false))
            .body("propagation.epoch", nullValue())
            .body("propagation.instances", equalTo(1))
            .extract()
            .path("id");
    only.overRedis(Choir.all());
    String path = PATH + "/" + id;
    for (String query : new String[] {"", "?wait=ack&timeout=300"}) {
      owner
          .get(path + "/propagation" + query)
          .then()
          .statusCode(200)
          .body("complete", equalTo(false))
          .body("applied", equalTo(0));
    }
    // It ends having changed nothing: what others have changed so far is applied.
    owner.post(path + "/cancel").then().statusCode(200);
    only.overRedis(Choir.all());
    owner
        .get(path + "/propagation?wait=ack&timeout=10000")
        .then()
        .body("complete", equalTo(true))
        .body("waitingFor", empty());
    choir.leave();
  }
}
