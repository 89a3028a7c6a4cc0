package io.doorward.token.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T4")
@Tag("REV-1")
class PropagationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject ReactiveRedisDataSource redis;
  @Inject Propagation propagation;
  @Inject MeterRegistry meters;

  private final Api alice = Api.as("alice");
  private final List<Voice> voices = new ArrayList<>();

  private Voice gateway() {
    Voice voice = new Voice(redis);
    voices.add(voice);
    return voice;
  }

  /** A gateway that the service knows and that has applied everything before. */
  private Voice known() {
    Voice voice = gateway();
    String id = token();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              voice.overRedis(last());
              return instances(id) == voices.size();
            });
    return voice;
  }

  @AfterEach
  void everybodyLeaves() {
    RunningStack.current().redis().start();
    RunningStack.current().kafka().start();
    voices.forEach(voice -> await().atMost(PATIENCE).ignoreExceptions().until(() -> left(voice)));
    String id = token();
    await().atMost(PATIENCE).until(() -> instances(id) == 0);
  }

  private static boolean left(Voice voice) {
    voice.leave();
    return true;
  }

  private String token() {
    return alice.create("acknowledged", "demo:read").getString("id");
  }

  private static long last() {
    return Rows.count("SELECT last_epoch FROM tokens.relay_epoch");
  }

  private JsonPath propagation(String id) {
    return alice
        .get("/api/v1/tokens/" + id + "/propagation")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private int instances(String id) {
    return propagation(id).getInt("instances");
  }

  private CompletableFuture<Response> revoke(String id, String query) {
    return CompletableFuture.supplyAsync(
        () -> alice.post("/api/v1/tokens/" + id + "/revoke" + query));
  }

  private static long epochOfRevocation(String id) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Rows.count(
                        "SELECT count(*) FROM tokens.token t WHERE id = ?::uuid AND version = 2"
                            + " AND NOT EXISTS (SELECT 1 FROM tokens.outbox o"
                            + " WHERE o.token_id = t.id AND o.epoch IS NULL)",
                        id)
                    == 1);
    return Rows.count("SELECT epoch FROM tokens.token_epoch WHERE token_id = ?::uuid", id);
  }

  @Test
  void answersWhenEveryGatewayHasAppliedTheRevocationWhicheverWayItSays() {
    Voice one = known();
    Voice other = known();
    String id = token();
    CompletableFuture<Response> revoking = revoke(id, "?wait=ack&timeout=10000");
    long epoch = epochOfRevocation(id);
    one.overRedis(epoch);
    assertThat(revoking).isNotDone();
    other.overKafka(epoch + 1);

    JsonPath revoked = revoking.join().then().statusCode(200).extract().jsonPath();
    assertThat(revoked.getString("status")).isEqualTo("revoked");
    assertThat(revoked.getLong("propagation.epoch")).isEqualTo(epoch);
    assertThat(revoked.getInt("propagation.instances")).isEqualTo(2);
    assertThat(revoked.getInt("propagation.applied")).isEqualTo(2);
    assertThat(revoked.getBoolean("propagation.complete")).isTrue();
    assertThat(revoked.getLong("propagation.millis")).isBetween(0L, 10_000L);
    assertThat(revoked.getList("propagation.waitingFor")).isEmpty();
    assertThat(propagation(id).getBoolean("complete")).isTrue();
    assertThat(propagation(id).getLong("millis")).isBetween(0L, 10_000L);
    assertThat(meters.get("doorward.propagation").timer().count()).isPositive();
  }

  @Test
  void namesWhoHasNotAndTheRevocationStands() {
    Voice prompt = known();
    Voice late = known();
    String id = token();
    long before = last();
    CompletableFuture<Response> revoking = revoke(id, "?wait=ack&timeout=700");
    long epoch = epochOfRevocation(id);
    prompt.overRedis(epoch);

    JsonPath revoked = revoking.join().then().statusCode(200).extract().jsonPath();
    assertThat(revoked.getString("status")).isEqualTo("revoked");
    assertThat(revoked.getBoolean("propagation.complete")).isFalse();
    assertThat(revoked.getInt("propagation.applied")).isEqualTo(1);
    assertThat(revoked.<String>getList("propagation.waitingFor.instance"))
        .containsExactly(late.name());
    assertThat(revoked.getLong("propagation.waitingFor[0].appliedEpoch"))
        .isLessThanOrEqualTo(before);
    assertThat(revoked.getString("propagation.waitingFor[0].lastHeard")).isNotEmpty();
    assertThat(revoked.getMap("propagation")).doesNotContainKey("millis");

    late.overRedis(epoch);
    await().atMost(PATIENCE).until(() -> propagation(id).getBoolean("complete"));
  }

  @Test
  void withoutAnyGatewayItAnswersAtOnceThatNobodyHasConfirmed() {
    JsonPath answer = revoke(token(), "?wait=ack&timeout=10000").join().then().extract().jsonPath();
    assertThat(answer.getInt("propagation.instances")).isZero();
    assertThat(answer.getBoolean("propagation.complete")).isFalse();
    assertThat(answer.getList("propagation.waitingFor")).isEmpty();
  }

  @Test
  void suspendingAndDeletingCanBeWaitedForToo() {
    known();
    String id = token();
    JsonPath suspended =
        alice
            .post("/api/v1/tokens/" + id + "/suspend?wait=ack&timeout=100", "{\"reason\":\"x\"}")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    assertThat(suspended.getString("status")).isEqualTo("suspended");
    assertThat(suspended.getInt("propagation.instances")).isEqualTo(1);
    JsonPath deleted =
        alice
            .delete("/api/v1/tokens/" + id + "?wait=ack&timeout=100")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    assertThat(deleted.getString("status")).isEqualTo("revoked");
    assertThat(deleted.getBoolean("propagation.complete")).isFalse();
    alice.delete("/api/v1/tokens/" + id).then().statusCode(204);
    assertThat(alice.post("/api/v1/tokens/" + id + "/revoke").jsonPath().getMap("$"))
        .doesNotContainKey("propagation");
  }

  @Test
  @Tag("REV-2")
  void aRepeatedRevocationIsWaitedForLikeTheFirst() {
    Voice only = known();
    String id = token();
    alice.post("/api/v1/tokens/" + id + "/revoke").then().statusCode(200);
    only.overRedis(epochOfRevocation(id));
    JsonPath again = revoke(id, "?wait=ack&timeout=10000").join().then().extract().jsonPath();
    assertThat(again.getBoolean("propagation.complete")).isTrue();
  }

  @Test
  void whatCannotBeWaitedForIsRefusedBeforeAnythingChanges() {
    String id = token();
    for (String query :
        List.of(
            "?wait=all",
            "?timeout=100",
            "?wait=ack&timeout=0",
            "?wait=ack&timeout=10001",
            "?wait=ack&timeout=2s",
            "?wait=ack&timeout=99999999999999999999")) {
      Response refused = alice.post("/api/v1/tokens/" + id + "/revoke" + query);
      assertThat(refused.statusCode() + refused.jsonPath().getString("code"))
          .as(query)
          .isEqualTo("400validation_failed");
    }
    assertThat(alice.get("/api/v1/tokens/" + id).jsonPath().getString("status"))
        .isEqualTo("active");
  }

  @Test
  @Tag("REV-3")
  void whoLeftAnEntryBeforeTheServiceListenedIsWaitedFor() {
    Voice silent = gateway();
    silent.keptInRedis(last());
    String id = token();
    redis.execute("CLIENT", "KILL", "TYPE", "pubsub").await().atMost(Duration.ofSeconds(5));
    await().atMost(PATIENCE).until(() -> instances(id) == 1);
    assertThat(propagation(id).<String>getList("waitingFor.instance"))
        .containsExactly(silent.name());
  }

  @Test
  @Tag("REV-4")
  void overKafkaAloneAndAfterwardsOverRedisAgain() {
    Voice only = known();
    RunningStack.current().redis().kill();
    String id = token();
    CompletableFuture<Response> revoking = revoke(id, "?wait=ack&timeout=10000");
    only.overKafka(epochOfRevocation(id));
    assertThat(revoking.join().jsonPath().getBoolean("propagation.complete")).isTrue();
    RunningStack.current().redis().start();
    String next = token();
    CompletableFuture<Response> again = revoke(next, "?wait=ack&timeout=10000");
    long epoch = epochOfRevocation(next);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              only.overRedis(epoch);
              return again.isDone();
            });
    assertThat(again.join().jsonPath().getBoolean("propagation.complete")).isTrue();
  }

  @Test
  void anythingCommittedSoFarCanBeWaitedFor() {
    Voice only = known();
    String id = token();
    CompletableFuture<Propagated> waiting =
        propagation
            .awaitApplied(new Changes.SoFar(), Duration.ofSeconds(10))
            .subscribeAsCompletionStage();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Rows.count("SELECT count(*) FROM tokens.token_epoch WHERE token_id = ?::uuid", id)
                    == 1);
    only.overRedis(last());
    assertThat(waiting.join().complete()).isTrue();
    Propagated many =
        propagation
            .awaitApplied(
                new Changes.OfTokens(List.of(UUID.fromString(id), UUID.fromString(token()))),
                Duration.ofMillis(200))
            .await()
            .atMost(PATIENCE);
    assertThat(many.complete()).isFalse();
    assertThat(many.applied()).isZero();
  }
}
