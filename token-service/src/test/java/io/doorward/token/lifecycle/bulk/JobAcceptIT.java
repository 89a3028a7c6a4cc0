package io.doorward.token.lifecycle.bulk;

import static io.doorward.token.lifecycle.bulk.JobCalls.body;
import static io.doorward.token.lifecycle.bulk.JobCalls.filter;
import static io.doorward.token.lifecycle.bulk.JobCalls.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@TestProfile(ByHand.class)
@Tag("S5")
class JobAcceptIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String DRY = body("revoke", filter(""), "\"dryRun\":true");

  @Test
  void anOrganizationsJobsAreAcceptedOneByOne() throws Exception {
    Api owner = person("olga", "a-one", "owner");
    Api other = person("otto", "a-other", "owner");
    String organization = owner.me().getString("organization.id");
    try (Connection first = RunningStack.current().postgres().connect("tokens_app");
        Statement sql = first.createStatement()) {
      first.setAutoCommit(false);
      sql.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended('token_job/%s', 0))"
              .formatted(organization));
      owner.post(JobCalls.PATH, DRY).then().statusCode(409).body("code", equalTo("conflict"));
      other.post(JobCalls.PATH, DRY).then().statusCode(201);
      first.rollback();
    }
    owner.post(JobCalls.PATH, DRY).then().statusCode(201);
  }

  @Test
  void aReplicaAcceptsAFewAtOnce() throws Exception {
    Api fourth = person("olga", "a-fourth", "owner");
    List<Api> others = new ArrayList<>();
    for (String name : List.of("a-first", "a-second", "a-third")) {
      others.add(person("olga", name, "owner"));
    }
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (Connection holder = RunningStack.current().postgres().connect("tokens_owner");
        Statement sql = holder.createStatement()) {
      holder.setAutoCommit(false);
      sql.execute("LOCK TABLE tokens.token_job IN EXCLUSIVE MODE");
      List<Future<Integer>> held = new ArrayList<>();
      for (Api api : others) {
        held.add(threads.submit(() -> api.post(JobCalls.PATH, DRY).statusCode()));
      }
      await().atMost(PATIENCE).until(() -> waiting() == 3);
      fourth
          .post(JobCalls.PATH, DRY)
          .then()
          .statusCode(503)
          .header("Retry-After", "1")
          .body("code", equalTo("dependency_unavailable"));
      holder.rollback();
      for (Future<Integer> one : held) {
        assertThat(one.get()).isEqualTo(201);
      }
    } finally {
      threads.shutdown();
    }
    fourth.post(JobCalls.PATH, DRY).then().statusCode(201);
  }

  private static long waiting() {
    return Rows.count(
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO tokens.token_job %'");
  }
}
