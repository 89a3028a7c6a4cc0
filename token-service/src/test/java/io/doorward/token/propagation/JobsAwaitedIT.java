package io.doorward.token.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Waiting for jobs that are worked on. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S5")
@Tag("T4")
@Tag("REV-1")
class JobsAwaitedIT {
  private static final String PATH = "/api/v1/token-jobs";

  @Inject ReactiveRedisDataSource redis;

  private final Api owner = Api.as("olga", "awaited-" + UUID.randomUUID(), "owner");
  private Choir choir;

  @BeforeEach
  void gather() {
    choir = new Choir(redis, owner);
  }

  @AfterEach
  void everybodyLeaves() {
    choir.leave();
  }

  private String token() {
    return owner.create("bulk", "demo:read").getString("id");
  }

  private static String revocation(String more, String... ids) {
    return "{\"action\":\"revoke\",\"selection\":{\"ids\":[\"%s\"]}%s}"
        .formatted(String.join("\",\"", ids), more);
  }

  private static void finished(String id) {
    await()
        .atMost(Choir.PATIENCE)
        .until(
            () ->
                Rows.count(
                        "SELECT count(*) FROM tokens.token WHERE id = ?::uuid"
                            + " AND revoked_at IS NOT NULL",
                        id)
                    == 1);
  }

  @Test
  void answersWhenTheJobIsFinishedAndEveryGatewayHasAppliedTheLastOfIt() {
    Voice one = choir.known();
    Voice other = choir.known();
    String first = token();
    String second = token();
    CompletableFuture<Response> revoking =
        CompletableFuture.supplyAsync(
            () -> owner.post(PATH + "?wait=ack&timeout=10000", revocation("", first, second)));
    finished(second);
    one.overRedis(Choir.all());
    assertThat(revoking).isNotDone();
    other.overRedis(Choir.all());

    JsonPath job = revoking.join().then().statusCode(201).extract().jsonPath();
    assertThat(job.getString("state")).isEqualTo("done");
    assertThat(job.getInt("progress.changed")).isEqualTo(2);
    assertThat(job.getBoolean("propagation.complete")).isTrue();
    assertThat(job.getInt("propagation.applied")).isEqualTo(2);
    assertThat(job.getLong("propagation.epoch")).isPositive();
    owner
        .get(PATH + "/" + job.getString("id") + "/propagation")
        .then()
        .statusCode(200)
        .body("complete", equalTo(true));
  }

  @Test
  void namesWhoHasNotFollowedInTimeAndTheJobStands() {
    Voice late = choir.known();
    String id = token();
    JsonPath job =
        owner
            .post(PATH + "?wait=ack&timeout=1500", revocation("", id))
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    assertThat(job.getBoolean("propagation.complete")).isFalse();
    assertThat(job.<String>getList("propagation.waitingFor.instance")).containsExactly(late.name());
    finished(id);
    String path = PATH + "/" + job.getString("id") + "/propagation";
    owner.get(path).then().body("complete", equalTo(false));
    late.overRedis(Choir.all());
    owner.get(path + "?wait=ack&timeout=10000").then().body("complete", equalTo(true));
  }

  @Test
  void whatCannotBeWaitedForIsRefusedBeforeThereIsAJob() {
    String id = token();
    for (String query : List.of("?wait=all", "?timeout=100", "?wait=ack&timeout=0")) {
      owner
          .post(PATH + query, revocation("", id))
          .then()
          .statusCode(400)
          .body("code", equalTo("validation_failed"));
    }
    owner
        .post(PATH + "?wait=ack", revocation(",\"dryRun\":true", id))
        .then()
        .statusCode(400)
        .body("errors.location", equalTo(List.of("query/wait")));
    owner.get(PATH).then().body("items", equalTo(List.of()));
  }
}
