package io.doorward.token.lifecycle.bulk;

import static io.doorward.token.lifecycle.bulk.JobCalls.accepted;
import static io.doorward.token.lifecycle.bulk.JobCalls.ended;
import static io.doorward.token.lifecycle.bulk.JobCalls.filter;
import static io.doorward.token.lifecycle.bulk.JobCalls.ids;
import static io.doorward.token.lifecycle.bulk.JobCalls.items;
import static io.doorward.token.lifecycle.bulk.JobCalls.path;
import static io.doorward.token.lifecycle.bulk.JobCalls.person;
import static io.doorward.token.lifecycle.bulk.JobCalls.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.doorward.token.support.Snapshots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
@Tag("S5")
@Tag("ROT-1")
class JobSecretsIT {
  @Inject JobPurge purge;

  @Test
  @Tag("ROT-5")
  @Tag("STO-1")
  void replacesManyAndHandsTheirSecretsOutOnce() {
    Api owner = person("olga", "s-rotate", "owner");
    JsonPath one =
        owner
            .post(
                "/api/v1/tokens",
                """
                {"name":"one","scopes":["demo:read"],"limits":{"perMinute":7},
                 "allowedIps":["192.0.2.0/24"],"expiresAt":"2099-01-01T00:00:00Z","tags":["a"]}
                """)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    JsonPath two = owner.create("two", "demo:read");
    String held = owner.create("held", "demo:read").getString("id");
    owner.post("/api/v1/tokens/" + held + "/suspend", "{\"reason\":\"odd\"}");

    JsonPath job =
        accepted(
            owner,
            "rotate",
            ids(one.getString("id"), two.getString("id"), held),
            "\"parameters\":{\"overlap\":\"PT1H\"}");
    assertThat(ended(owner, job).getInt("progress.changed")).isEqualTo(2);

    Map<String, Map<String, Object>> items = items(owner, job);
    assertThat(items.get(held)).containsEntry("outcome", "refused").doesNotContainKey("successor");
    assertThat(Snapshots.version(held)).isEqualTo(2);
    JsonPath first = taken(owner, job, 1);
    JsonPath second = taken(owner, job, 100);
    assertThat(first.getInt("remaining")).isEqualTo(1);
    assertThat(second.getInt("remaining")).isZero();
    assertThat(taken(owner, job, 100).getList("items")).isEmpty();
    assertThat(first.getString("items[0].predecessor")).isEqualTo(one.getString("id"));
    assertThat(first.getString("items[0].name")).isEqualTo("one");
    assertThat(second.getString("items[0].predecessor")).isEqualTo(two.getString("id"));
    for (JsonPath secret : List.of(first, second)) {
      assertThat(valid(owner, secret.getString("items[0].token"))).isTrue();
    }
    assertThat(valid(owner, one.getString("token"))).isTrue();
    assertThat(valid(owner, two.getString("token"))).isTrue();

    JsonPath successor = token(owner, items.get(one.getString("id")).get("successor").toString());
    assertThat(successor.getString("id")).isEqualTo(first.getString("items[0].id"));
    assertThat(successor.getString("predecessor")).isEqualTo(one.getString("id"));
    assertThat(successor.getInt("limits.perMinute")).isEqualTo(7);
    assertThat(successor.getList("allowedIps")).isEqualTo(List.of("192.0.2.0/24"));
    assertThat(successor.getString("expiresAt")).isEqualTo("2099-01-01T00:00:00Z");
    assertThat(successor.getList("tags")).isEqualTo(List.of("a"));
    JsonPath old = token(owner, one.getString("id"));
    assertThat(old.getString("status")).isEqualTo("rotated");
    assertThat(old.getString("successor")).isEqualTo(successor.getString("id"));
    assertThat(
            Duration.between(
                Instant.parse(old.getString("rotatedAt")),
                Instant.parse(old.getString("overlapUntil"))))
        .isEqualTo(Duration.ofHours(1));
    owner
        .get("/api/v1/tokens/" + one.getString("id") + "/family")
        .then()
        .body("rotations.size()", equalTo(1));
    assertThat(
            Rows.query(
                "SELECT action, evidence->>'job' AS job FROM tokens.audit_log"
                    + " WHERE target_id IN (?, ?) AND action <> 'token.created' OR target_id = ?"
                    + " ORDER BY id",
                one.getString("id"),
                one.getString("id"),
                successor.getString("id")))
        .containsExactly(
            Map.of("action", "token.created", "job", job.getString("id")),
            Map.of("action", "token.rotated", "job", job.getString("id")));
    assertThat(
            Rows.count(
                "SELECT count(*) FROM tokens.audit_log"
                    + " WHERE action = 'token_job.secrets_taken' AND target_id = ?",
                job.getString("id")))
        .isEqualTo(2);
  }

  @Test
  @Tag("STO-3")
  void theSecretsAreNowhereInClear() {
    Api owner = person("olga", "s-clear", "owner");
    owner.create("one", "demo:read");
    JsonPath job = accepted(owner, "rotate", filter(""), "");
    ended(owner, job);
    String stored =
        Rows.query(
                "SELECT s::text || i::text || j::text AS all FROM tokens.token_job j"
                    + " JOIN tokens.token_job_item i ON i.job_id = j.id"
                    + " JOIN tokens.token_job_secret s ON s.job_id = j.id WHERE j.id = ?",
                UUID.fromString(job.getString("id")))
            .get(0)
            .toString();
    String shown = owner.get(path(job)).asString() + owner.get(path(job) + "/items").asString();
    String secret = taken(owner, job, 100).getString("items[0].token");
    assertThat(secret).isNotNull();
    assertThat(stored + shown).doesNotContain(secret);
    assertThat(stored).doesNotContain(hex(secret));
  }

  @Test
  @Tag("SCP-1")
  @Tag("TEN-1")
  void nobodyElseGetsThem() {
    Api owner = person("olga", "s-others", "owner");
    Api admin = person("adam", "s-others", "admin");
    Api member = person("mia", "s-others", "member");
    Api stranger = person("otto", "s-strange", "owner");
    JsonPath used = owner.create("used", "tokens:*", "demo:read");
    owner.create("one", "demo:read");
    JsonPath job = accepted(admin, "rotate", filter("\"q\":\"one\""), "");
    assertThat(ended(admin, job).getInt("progress.changed")).isEqualTo(1);
    owner.post(path(job) + "/secrets").then().statusCode(403);
    Api.withToken(used, owner.me()).post(path(job) + "/secrets").then().statusCode(403);
    member.post(path(job) + "/secrets").then().statusCode(404);
    stranger.post(path(job) + "/secrets").then().statusCode(404);
    // Nor does whoever began it, once they are less than they were.
    owner.patch("/api/v1/members/adam", "{\"role\":\"member\"}").then().statusCode(200);
    admin.post(path(job) + "/secrets").then().statusCode(404);
    owner.patch("/api/v1/members/adam", "{\"role\":\"admin\"}").then().statusCode(200);
    assertThat(taken(admin, job, 100).getList("items")).hasSize(1);
  }

  @Test
  @Tag("ROT-3")
  void manyRequestsAtOnceGetEachSecretOnce() throws Exception {
    Api owner = person("olga", "s-race", "owner");
    for (int i = 0; i < 12; i++) {
      owner.create("t" + i, "demo:read");
    }
    JsonPath job = accepted(owner, "rotate", filter(""), "");
    ended(owner, job);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    List<String> all = new ArrayList<>();
    try {
      List<Callable<List<String>>> calls =
          IntStream.range(0, 12)
              .<Callable<List<String>>>mapToObj(
                  i -> () -> taken(owner, job, 3).getList("items.token"))
              .toList();
      for (Future<List<String>> some : threads.invokeAll(calls)) {
        all.addAll(some.get());
      }
    } finally {
      threads.shutdown();
    }
    all.addAll(taken(owner, job, 100).getList("items.token"));
    assertThat(all).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  @Tag("SCP-1")
  void whatIsMoreThanTheTokenInUseByThenStays() {
    Api owner = person("olga", "s-more", "owner");
    JsonPath used = owner.create("used", "tokens:*", "demo:read");
    Api holder = Api.withToken(used, owner.me());
    String one = owner.create("one", "demo:read").getString("id");
    String two = owner.create("two", "demo:read").getString("id");
    JsonPath job = accepted(holder, "rotate", ids(one, two), "");
    ended(owner, job);
    String next = items(owner, job).get(one).get("successor").toString();
    owner.patch("/api/v1/tokens/" + next, "{\"scopes\":[\"demo:*\"]}").then().statusCode(200);
    JsonPath some = taken(holder, job, 1);
    assertThat(some.<String>getList("items.predecessor")).containsExactly(two);
    assertThat(some.getInt("withheld")).isEqualTo(1);
    assertThat(some.getInt("remaining")).isEqualTo(1);
    holder
        .post(path(job) + "/secrets")
        .then()
        .statusCode(403)
        .body("code", equalTo("scope_exceeds_grantor"));
    owner.patch("/api/v1/tokens/" + next, "{\"scopes\":[\"demo:read\"]}").then().statusCode(200);
    JsonPath rest = taken(holder, job, 1);
    assertThat(rest.<String>getList("items.predecessor")).containsExactly(one);
    assertThat(rest.getInt("withheld")).isZero();
  }

  @Test
  void theTokenInUseIsNotReplacedByItsOwnJob() {
    Api owner = person("olga", "s-itself", "owner");
    JsonPath used = owner.create("used", "tokens:*", "demo:read");
    Api holder = Api.withToken(used, owner.me());
    String one = owner.create("one", "demo:read").getString("id");
    JsonPath job =
        accepted(
            holder,
            "rotate",
            ids(used.getString("id"), one),
            "\"parameters\":{\"overlap\":\"PT0S\"}");
    ended(owner, job);
    assertThat(items(owner, job).get(used.getString("id")))
        .containsEntry("outcome", "refused")
        .containsEntry("code", "conflict");
    assertThat(taken(holder, job, 10).<String>getList("items.predecessor")).containsExactly(one);
  }

  @Test
  void theirTimeEnds() throws SQLException {
    Api owner = person("olga", "s-late", "owner");
    owner.create("one", "demo:read");
    JsonPath job = accepted(owner, "rotate", filter(""), "");
    ended(owner, job);
    UUID id = UUID.fromString(job.getString("id"));
    Rows.update(
        "tokens_app",
        "UPDATE tokens.token_job_secret SET expires_at = now() - interval '1 second'"
            + " WHERE job_id = ?",
        id);
    JsonPath late = taken(owner, job, 100);
    assertThat(late.getList("items")).isEmpty();
    assertThat(late.getInt("remaining")).isZero();
    purge.purge().await().atMost(Duration.ofSeconds(30));
    assertThat(Rows.count("SELECT count(*) FROM tokens.token_job_secret WHERE job_id = ?", id))
        .isZero();
  }

  private static JsonPath taken(Api api, JsonPath job, int limit) {
    Response answer = api.post(path(job) + "/secrets?limit=" + limit);
    return answer.then().statusCode(200).header("Cache-Control", "no-store").extract().jsonPath();
  }

  private static boolean valid(Api api, String token) {
    return api.post("/api/v1/tokens/validate", "{\"token\":\"" + token + "\"}")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getBoolean("active");
  }

  private static String hex(String text) {
    return java.util.HexFormat.of()
        .formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
