package io.doorward.token.lifecycle.bulk;

import static io.doorward.token.lifecycle.bulk.JobCalls.accepted;
import static io.doorward.token.lifecycle.bulk.JobCalls.filter;
import static io.doorward.token.lifecycle.bulk.JobCalls.ids;
import static io.doorward.token.lifecycle.bulk.JobCalls.outcomes;
import static io.doorward.token.lifecycle.bulk.JobCalls.path;
import static io.doorward.token.lifecycle.bulk.JobCalls.person;
import static io.doorward.token.lifecycle.bulk.JobCalls.rehearsed;
import static io.doorward.token.lifecycle.bulk.JobCalls.shown;
import static io.doorward.token.lifecycle.bulk.JobCalls.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.doorward.token.support.Snapshots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@TestProfile(ByHand.class)
@Tag("S5")
class JobRunIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String REASON = "\"reason\":\"spring cleaning\"";

  @Inject JobRunner runner;
  @Inject JobPurge purge;

  /** What one test leaves undone would be the next one's work. */
  @AfterEach
  void nothingIsLeft() {
    finish();
  }

  @Test
  void stopsBetweenTwoBatchesWhenItIsCancelled() {
    Api owner = person("olga", "r-cancel", "owner");
    List<String> tokens = tokens(owner, 5);
    JsonPath job = accepted(owner, "revoke", ids(tokens.toArray(String[]::new)), REASON);
    assertThat(job.getString("state")).isEqualTo("queued");
    assertThat(batch()).isTrue();
    assertThat(shown(owner, job).getString("state")).isEqualTo("running");
    owner
        .post(path(job) + "/cancel")
        .then()
        .statusCode(200)
        .body("state", equalTo("cancelled"))
        .body("cancelledBy", equalTo("olga"))
        .body("progress.changed", equalTo(2))
        .body("progress.pending", equalTo(3));
    assertThat(batch()).isFalse();
    assertThat(versions(tokens)).containsExactly(2L, 2L, 1L, 1L, 1L);
    assertThat(outcomes(owner, job).values())
        .containsExactlyInAnyOrder("changed", "changed", "pending", "pending", "pending");
    owner.post(path(job) + "/cancel").then().statusCode(200).body("progress.changed", equalTo(2));
    assertThat(
            Rows.count(
                "SELECT count(*) FROM tokens.audit_log WHERE target_id = ?"
                    + " AND action = 'token_job.cancelled'",
                job.getString("id")))
        .isEqualTo(1);
    JsonPath done = accepted(owner, "revoke", ids(tokens.get(4)), REASON);
    finish();
    owner.post(path(done) + "/cancel").then().statusCode(409);
  }

  @Test
  @Tag("LOG-3")
  void goesOnWhereItWasCutOffInTheMiddleOfABatch() throws Exception {
    Api owner = person("olga", "r-crash", "owner");
    List<String> tokens = tokens(owner, 6);
    JsonPath job = accepted(owner, "revoke", ids(tokens.toArray(String[]::new)), REASON);
    assertThat(batch()).isTrue();
    try (Connection other = RunningStack.current().postgres().connect("tokens_app");
        Statement sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute("SELECT 1 FROM tokens.token WHERE id = '" + tokens.get(3) + "' FOR UPDATE");
      CompletableFuture<Boolean> cutOff = runner.batch().subscribe().asCompletionStage();
      await().atMost(PATIENCE).until(() -> endWaiting() == 1);
      await().atMost(PATIENCE).until(cutOff::isCompletedExceptionally);
      other.rollback();
    }
    assertThat(versions(tokens)).containsExactly(2L, 2L, 1L, 1L, 1L, 1L);
    assertThat(shown(owner, job).getInt("progress.changed")).isEqualTo(2);
    finish();
    assertThat(shown(owner, job).getString("state")).isEqualTo("done");
    assertThat(versions(tokens)).containsOnly(2L);
    assertThat(shown(owner, job).getInt("progress.changed")).isEqualTo(6);
    assertThat(revocations(tokens)).containsOnly(1L);
  }

  @Test
  @Tag("LOG-3")
  void workersAtOnceDoEverythingOnce() {
    Api owner = person("olga", "r-two", "owner");
    List<String> tokens = tokens(owner, 9);
    List<String> others = tokens(owner, 9);
    JsonPath one = accepted(owner, "revoke", ids(tokens.toArray(String[]::new)), REASON);
    JsonPath two = accepted(owner, "rotate", ids(others.toArray(String[]::new)), REASON);
    List<Uni<Boolean>> workers = IntStream.range(0, 4).mapToObj(i -> all()).toList();
    Uni.join().all(workers).andFailFast().await().atMost(PATIENCE);
    finish();
    for (JsonPath job : List.of(one, two)) {
      assertThat(shown(owner, job).getString("state")).isEqualTo("done");
      assertThat(shown(owner, job).getInt("progress.changed")).isEqualTo(9);
    }
    assertThat(versions(tokens)).containsOnly(2L);
    assertThat(versions(others)).containsOnly(2L);
    assertThat(revocations(tokens)).containsOnly(1L);
    assertThat(
            Rows.count(
                "SELECT count(*) FROM tokens.token WHERE predecessor_id = ANY (?)",
                (Object) others.stream().map(UUID::fromString).toArray(UUID[]::new)))
        .isEqualTo(9);
  }

  @Test
  @Tag("SCP-1")
  void stopsWhenWhoeverBeganItIsLessThanTheyWere() {
    Api owner = person("olga", "r-demoted", "owner");
    Api admin = person("adam", "r-demoted", "admin");
    List<String> tokens = tokens(owner, 3);
    List<String> own = tokens(admin, 3);
    JsonPath job =
        accepted(
            admin, "revoke", ids(own.get(0), tokens.get(0), own.get(1), tokens.get(1)), REASON);
    assertThat(batch()).isTrue();
    owner.patch("/api/v1/members/adam", "{\"role\":\"member\"}").then().statusCode(200);
    long before = Snapshots.version(own.get(1));
    finish();
    JsonPath end = shown(owner, job);
    assertThat(end.getString("state")).isEqualTo("failed");
    assertThat(end.getString("failure")).contains("may no longer");
    assertThat(end.getInt("progress.pending")).isEqualTo(2);
    assertThat(Snapshots.version(own.get(1))).isEqualTo(before);
    assertThat(Snapshots.version(tokens.get(1))).isEqualTo(1);
    assertThat(
            Rows.query(
                "SELECT actor_kind FROM tokens.audit_log WHERE target_id = ?"
                    + " AND action = 'token_job.stopped'",
                job.getString("id")))
        .containsExactly(Map.of("actor_kind", "service"));
  }

  @Test
  @Tag("REV-7")
  void stopsWhenWhoeverBeganItIsGone() {
    Api owner = person("olga", "r-gone", "owner");
    Api admin = person("adam", "r-gone", "admin");
    List<String> tokens = tokens(owner, 3);
    JsonPath removed = accepted(admin, "revoke", ids(tokens.toArray(String[]::new)), REASON);
    JsonPath used = owner.create("used", "tokens:*");
    JsonPath ended =
        accepted(
            Api.withToken(used, owner.me()), "revoke", ids(tokens.toArray(String[]::new)), REASON);
    owner.delete("/api/v1/members/adam").then().statusCode(204);
    owner.post("/api/v1/tokens/" + used.getString("id") + "/revoke").then().statusCode(200);
    finish();
    for (JsonPath job : List.of(removed, ended)) {
      assertThat(shown(owner, job).getString("state")).isEqualTo("failed");
      assertThat(shown(owner, job).getInt("progress.pending")).isEqualTo(3);
    }
    assertThat(versions(tokens)).containsOnly(1L);
  }

  @Test
  @Tag("REV-7")
  void theEndOfTheTokenItWasBegunWithComesBeforeABatchOrAfterIt() throws Exception {
    Api owner = person("olga", "r-ending", "owner");
    List<String> tokens = tokens(owner, 1);
    JsonPath used = owner.create("used", "tokens:*");
    JsonPath job = accepted(Api.withToken(used, owner.me()), "revoke", ids(tokens.get(0)), REASON);
    try (Connection other = RunningStack.current().postgres().connect("tokens_app");
        Statement sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute(
          "UPDATE tokens.token SET revoked_at = now(), revoked_by = 'olga', version = version + 1"
              + " WHERE id = '%s'".formatted(used.getString("id")));
      CompletableFuture<Boolean> batch = runner.batch().subscribe().asCompletionStage();
      await().atMost(PATIENCE).until(() -> batch.isDone() || waiting() == 1);
      other.commit();
      assertThat(batch).succeedsWithin(PATIENCE);
    }
    assertThat(shown(owner, job).getString("state")).isEqualTo("failed");
    assertThat(versions(tokens)).containsOnly(1L);
  }

  @Test
  void judgesEachTokenAsItIsWhenItsTurnComes() {
    Api owner = person("olga", "r-later", "owner");
    List<String> tokens = tokens(owner, 4);
    JsonPath job = accepted(owner, "rotate", ids(tokens.toArray(String[]::new)), REASON);
    owner.post("/api/v1/tokens/" + tokens.get(3) + "/rotate").then().statusCode(201);
    // Which tokens it is about was fixed before.
    String late = owner.create("late", "demo:read").getString("id");
    finish();
    Map<String, String> outcomes = outcomes(owner, job);
    assertThat(outcomes).containsEntry(tokens.get(0), "changed").doesNotContainKey(late);
    assertThat(outcomes).containsEntry(tokens.get(3), "refused");
    assertThat(Snapshots.version(tokens.get(3))).isEqualTo(2);
  }

  @Test
  void aTokenThatCannotBeDealtWithStopsNoOther() throws SQLException {
    Api owner = person("olga", "r-poison", "owner");
    List<String> tokens = tokens(owner, 5);
    Rows.run(
        "tokens_owner",
        "ALTER TABLE tokens.token ADD CONSTRAINT poison CHECK (id <> '"
            + tokens.get(2)
            + "' OR revoked_at IS NULL) NOT VALID");
    try {
      JsonPath job = accepted(owner, "revoke", ids(tokens.toArray(String[]::new)), REASON);
      finish();
      JsonPath end = shown(owner, job);
      assertThat(end.getString("state")).isEqualTo("done");
      assertThat(end.getInt("progress.changed")).isEqualTo(4);
      assertThat(end.getInt("progress.failed")).isEqualTo(1);
      assertThat(outcomes(owner, job)).containsEntry(tokens.get(2), "failed");
      assertThat(versions(tokens)).containsExactly(2L, 2L, 1L, 2L, 2L);
    } finally {
      Rows.run("tokens_owner", "ALTER TABLE tokens.token DROP CONSTRAINT poison");
    }
  }

  @Test
  void aSmallJobDoesNotWaitForTheEndOfALargeOne() {
    Api owner = person("olga", "r-fair", "owner");
    JsonPath large =
        accepted(owner, "revoke", ids(tokens(owner, 6).toArray(String[]::new)), REASON);
    assertThat(batch()).isTrue();
    JsonPath small = accepted(owner, "revoke", ids(tokens(owner, 1).get(0)), REASON);
    assertThat(batch()).isTrue();
    assertThat(batch()).isTrue();
    assertThat(shown(owner, small).getString("state")).isEqualTo("done");
    assertThat(shown(owner, large).getInt("progress.changed")).isEqualTo(4);
  }

  @Test
  void aLargeJobIsNotHeldUpByTheSmallOnesThatComeAfterIt() {
    Api owner = person("olga", "r-not-starved", "owner");
    JsonPath large =
        accepted(owner, "revoke", ids(tokens(owner, 6).toArray(String[]::new)), REASON);
    for (int changed = 2; changed <= 6; changed += 2) {
      assertThat(batch()).isTrue();
      assertThat(shown(owner, large).getInt("progress.changed")).isEqualTo(changed);
      accepted(owner, "revoke", ids(tokens(owner, 1).get(0)), REASON);
      // Its turn comes before that of the next one.
      if (changed > 2) {
        assertThat(batch()).isTrue();
      }
    }
  }

  @Test
  void singleChangesAndJobsDoNotBlockEachOtherForGood() {
    Api owner = person("olga", "r-locks", "owner");
    List<String> tokens = tokens(owner, 12);
    List<String> backwards = new ArrayList<>(tokens);
    java.util.Collections.reverse(backwards);
    accepted(owner, "suspend", ids(tokens.toArray(String[]::new)), REASON);
    accepted(owner, "rotate", ids(backwards.toArray(String[]::new)), REASON);
    CompletableFuture<Boolean> one = all().subscribe().asCompletionStage();
    CompletableFuture<Boolean> two = all().subscribe().asCompletionStage();
    for (String id : backwards) {
      String path = "/api/v1/tokens/" + id;
      assertThat(owner.patch(path, "{\"tags\":[\"x\"]}").statusCode()).isIn(200, 409);
      assertThat(owner.post(path + "/rotate").statusCode()).isIn(201, 409);
      assertThat(owner.post(path + "/revoke").statusCode()).isEqualTo(200);
    }
    assertThat(one).succeedsWithin(PATIENCE);
    assertThat(two).succeedsWithin(PATIENCE);
  }

  @Test
  void itemsAreKeptForTheirTimeAndTheJobForGood() throws SQLException {
    Api owner = person("olga", "r-purge", "owner");
    String token = tokens(owner, 1).get(0);
    JsonPath dry = rehearsed(owner, "revoke", ids(token), REASON);
    JsonPath job = accepted(owner, "revoke", ids(token), REASON);
    JsonPath waiting = accepted(owner, "revoke", filter(""), REASON);
    JsonPath empty = accepted(owner, "revoke", filter("\"q\":\"no such name\""), REASON);
    finish();
    JsonPath recent = accepted(owner, "revoke", ids(token), REASON);
    finish();
    aged(dry, 8);
    aged(job, 8);
    // One without items does not end the round.
    aged(empty, 9);
    purge.purge().await().atMost(PATIENCE);
    owner.get(path(dry)).then().statusCode(404);
    assertThat(shown(owner, job).getInt("progress.changed")).isEqualTo(1);
    assertThat(outcomes(owner, job)).isEmpty();
    assertThat(outcomes(owner, recent)).hasSize(1);
    assertThat(outcomes(owner, waiting)).hasSize(1);
    assertThat(token(owner, token).getString("status")).isEqualTo("revoked");
  }

  @Test
  void anOrganizationHasSoManyJobsAtOnce() {
    Api owner = person("olga", "r-many", "owner");
    for (int i = 0; i < 20; i++) {
      accepted(owner, "revoke", filter(""), "");
    }
    owner
        .post(JobCalls.PATH, JobCalls.body("revoke", filter(""), ""))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"));
    finish();
    accepted(owner, "revoke", filter(""), "");
  }

  private static List<String> tokens(Api api, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> api.create("t" + i, "demo:read").getString("id"))
        .toList();
  }

  private static void aged(JsonPath job, int days) throws SQLException {
    Rows.update(
        "tokens_app",
        "UPDATE tokens.token_job SET finished_at = finished_at - make_interval(days => ?)"
            + " WHERE id = ?",
        days,
        UUID.fromString(job.getString("id")));
  }

  private boolean batch() {
    return runner.batch().await().atMost(PATIENCE);
  }

  private void finish() {
    while (batch()) {
      // Each call is a batch.
    }
  }

  /** A worker: one batch after the other until there is none to be had. */
  private Uni<Boolean> all() {
    return runner.batch().chain(worked -> worked ? all() : Uni.createFrom().item(false));
  }

  private static List<Long> versions(List<String> tokens) {
    return tokens.stream().map(Snapshots::version).toList();
  }

  private static List<Long> revocations(List<String> tokens) {
    return tokens.stream()
        .map(
            id ->
                Rows.count(
                    "SELECT count(*) FROM tokens.audit_log"
                        + " WHERE target_id = ? AND action = 'token.revoked'",
                    id))
        .toList();
  }

  private static long waiting() {
    return Rows.count(
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND query LIKE '%FROM tokens.token%FOR UPDATE%'");
  }

  /** Ends the connection of whoever waits for a token's lock. */
  private static long endWaiting() {
    return Rows.count(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND query LIKE '%FROM tokens.token%FOR UPDATE%'");
  }
}
