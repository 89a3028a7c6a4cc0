package io.doorward.token.lifecycle.bulk;

import static io.doorward.token.lifecycle.bulk.JobCalls.PATH;
import static io.doorward.token.lifecycle.bulk.JobCalls.accepted;
import static io.doorward.token.lifecycle.bulk.JobCalls.body;
import static io.doorward.token.lifecycle.bulk.JobCalls.ended;
import static io.doorward.token.lifecycle.bulk.JobCalls.filter;
import static io.doorward.token.lifecycle.bulk.JobCalls.ids;
import static io.doorward.token.lifecycle.bulk.JobCalls.items;
import static io.doorward.token.lifecycle.bulk.JobCalls.outcomes;
import static io.doorward.token.lifecycle.bulk.JobCalls.path;
import static io.doorward.token.lifecycle.bulk.JobCalls.person;
import static io.doorward.token.lifecycle.bulk.JobCalls.rehearsed;
import static io.doorward.token.lifecycle.bulk.JobCalls.tagged;
import static io.doorward.token.lifecycle.bulk.JobCalls.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.doorward.token.support.Snapshots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S5")
class JobIT {
  private static final String REASON = "\"reason\":\"spring cleaning\"";

  @Test
  void aRunDoesWhatItsDryRunShowed() {
    Api owner = person("olga", "j-dry", "owner");
    String one = tagged(owner, "one", "old", "demo:read");
    String two = tagged(owner, "two", "old", "demo:write");
    String gone = tagged(owner, "gone", "old", "demo:read");
    String other = tagged(owner, "other", "new", "demo:read");
    owner.post("/api/v1/tokens/" + gone + "/revoke").then().statusCode(200);
    String old = filter("\"tag\":\"old\"");

    JsonPath dry = rehearsed(owner, "revoke", old, REASON);

    assertThat(dry.getBoolean("dryRun")).isTrue();
    assertThat(dry.getString("state")).isEqualTo("done");
    assertThat(dry.getInt("progress.total")).isEqualTo(3);
    assertThat(dry.getInt("progress.changed")).isEqualTo(2);
    assertThat(dry.getInt("progress.unchanged")).isEqualTo(1);
    Map<String, String> shown = outcomes(owner, dry);
    assertThat(shown).isEqualTo(Map.of(one, "changed", two, "changed", gone, "unchanged"));
    assertThat(items(owner, dry).get(one)).containsEntry("name", "one");
    assertThat(token(owner, one).getString("status")).isEqualTo("active");

    JsonPath job = accepted(owner, "revoke", old, REASON + digest(dry));
    JsonPath end = ended(owner, job);

    assertThat(end.getString("state")).isEqualTo("done");
    assertThat(end.getString("digest")).isEqualTo(dry.getString("digest"));
    assertThat(end.getMap("progress")).isEqualTo(dry.getMap("progress"));
    assertThat(outcomes(owner, job)).isEqualTo(shown);
    for (String id : List.of(one, two)) {
      assertThat(token(owner, id).getString("revocation.reason")).isEqualTo("spring cleaning");
      assertThat(Snapshots.of(id).getString("revokedAt")).isNotNull();
      assertThat(Snapshots.version(id)).isEqualTo(2);
    }
    assertThat(token(owner, other).getString("status")).isEqualTo("active");
  }

  @Test
  void aRunIsRefusedIfItWouldNotBeWhatTheDryRunShowed() {
    Api owner = person("olga", "j-digest", "owner");
    String one = tagged(owner, "one", "old", "demo:read");
    String old = filter("\"tag\":\"old\"");
    String digest = digest(rehearsed(owner, "revoke", old, REASON));
    // The same tokens, and something else.
    owner
        .post(PATH, body("suspend", old, REASON + digest))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"))
        .body("detail", containsString("dry run"));
    // One more token.
    String late = tagged(owner, "late", "old", "demo:read");
    owner.post(PATH, body("revoke", old, REASON + digest)).then().statusCode(409);
    owner.post("/api/v1/tokens/" + late + "/revoke").then().statusCode(200);
    owner.post(PATH, body("revoke", old, REASON + digest)).then().statusCode(409);
    assertThat(token(owner, one).getString("status")).isEqualTo("active");
    owner.get(PATH).then().body("items.dryRun", equalTo(List.of(true)));
  }

  @Test
  void suspendsAndReactivates() {
    Api owner = person("olga", "j-suspend", "owner");
    String one = owner.create("one", "demo:read").getString("id");
    String gone = owner.create("gone", "demo:read").getString("id");
    owner.post("/api/v1/tokens/" + gone + "/revoke").then().statusCode(200);
    String until = "\"parameters\":{\"until\":\"2099-01-01T00:00:00Z\"}";

    JsonPath suspended = accepted(owner, "suspend", ids(one, gone), REASON + "," + until);

    assertThat(ended(owner, suspended).getInt("progress.changed")).isEqualTo(1);
    assertThat(items(owner, suspended).get(gone))
        .containsEntry("outcome", "refused")
        .containsEntry("code", "conflict")
        .containsEntry("why", "The token is revoked, which is for good.");
    JsonPath view = token(owner, one);
    assertThat(view.getString("status")).isEqualTo("suspended");
    assertThat(view.getString("suspension.by")).isEqualTo("olga");
    assertThat(view.getString("suspension.reason")).isEqualTo("spring cleaning");
    assertThat(view.getString("suspension.until")).isEqualTo("2099-01-01T00:00:00Z");
    assertThat(Snapshots.of(one).getString("suspendedAt")).isNotNull();

    ended(owner, accepted(owner, "reactivate", ids(one), ""));

    assertThat(token(owner, one).getString("status")).isEqualTo("active");
    assertThat(Snapshots.of(one).getString("suspendedAt")).isNull();
  }

  @Test
  @Tag("SCP-1")
  @Tag("SCP-2")
  void aReplacedTokenInItsOverlapBeginsNothingThatOutlivesIt() {
    Api owner = person("olga", "j-overlap", "owner");
    JsonPath used = owner.create("used", "tokens:write", "tokens:admin", "demo:read");
    String next =
        owner
            .post("/api/v1/tokens/" + used.getString("id") + "/rotate", "{\"overlap\":\"PT1H\"}")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("id");
    String other = owner.create("other", "demo:read").getString("id");
    Api holder = Api.withToken(used, owner.me());
    String never = "\"parameters\":{\"edit\":{\"expiresAt\":null,\"tags\":[\"x\"]}}";

    JsonPath rotation = accepted(holder, "rotate", ids(next, other), "");
    JsonPath edit = accepted(holder, "edit", ids(next, other), never);

    for (JsonPath job : List.of(rotation, edit)) {
      ended(owner, job);
      assertThat(outcomes(owner, job)).isEqualTo(Map.of(next, "refused", other, "refused"));
      assertThat(items(owner, job).get(next)).containsEntry("code", "scope_exceeds_grantor");
    }
    assertThat(token(owner, next).getString("status")).isEqualTo("active");
  }

  @Test
  @Tag("T7")
  void ofAFamilyTwoOldSecretsAreAcceptedAtMost() {
    Api owner = person("olga", "j-secrets", "owner");
    String newest = owner.create("often rotated", "demo:read").getString("id");
    for (int i = 0; i < 2; i++) {
      newest =
          owner
              .post("/api/v1/tokens/" + newest + "/rotate", "{\"overlap\":\"P30D\"}")
              .then()
              .statusCode(201)
              .extract()
              .jsonPath()
              .getString("id");
    }
    String other = owner.create("other", "demo:read").getString("id");
    String overlap = "\"parameters\":{\"overlap\":\"%s\"}";

    JsonPath dry = rehearsed(owner, "rotate", ids(newest, other), overlap.formatted("PT1H"));
    JsonPath job = accepted(owner, "rotate", ids(newest, other), overlap.formatted("PT1H"));

    ended(owner, job);
    for (JsonPath either : List.of(dry, job)) {
      assertThat(outcomes(owner, either)).isEqualTo(Map.of(newest, "refused", other, "changed"));
      assertThat(items(owner, either).get(newest)).containsEntry("code", "conflict");
    }
    assertThat(token(owner, newest).getString("status")).isEqualTo("active");

    JsonPath without = accepted(owner, "rotate", ids(newest), overlap.formatted("PT0S"));

    assertThat(ended(owner, without).getInt("progress.changed")).isEqualTo(1);
  }

  @Test
  @Tag("LOG-3")
  void everyTokenHasItsEntryAndTheJobItsOwn() {
    Api owner = person("olga", "j-audit", "owner");
    String one = owner.create("one", "demo:read").getString("id");
    String two = owner.create("two", "demo:read").getString("id");
    JsonPath job = accepted(owner, "revoke", ids(one, two), REASON);
    ended(owner, job);
    for (String id : List.of(one, two)) {
      List<Map<String, Object>> entries =
          Rows.query(
              "SELECT actor_id, reason, evidence->>'job' AS job, before->>'status' AS before,"
                  + " after->>'status' AS after FROM tokens.audit_log"
                  + " WHERE target_id = ? AND action = 'token.revoked'",
              id);
      assertThat(entries)
          .containsExactly(
              Map.of(
                  "actor_id", "olga",
                  "reason", "spring cleaning",
                  "job", job.getString("id"),
                  "before", "active",
                  "after", "revoked"));
    }
    assertThat(
            Rows.query(
                "SELECT action, after->'progress'->>'changed' AS changed FROM tokens.audit_log"
                    + " WHERE target_kind = 'token_job' AND target_id = ? ORDER BY id",
                job.getString("id")))
        .containsExactly(
            Map.of("action", "token_job.accepted", "changed", "0"),
            Map.of("action", "token_job.finished", "changed", "2"));
    owner.get("/api/v1/audit/verify").then().statusCode(200).body("intact", equalTo(true));
  }

  @Test
  @Tag("SCP-1")
  void editsWhatASingleEditWouldAndRefusesWhatItWould() {
    Api owner = person("olga", "j-edit", "owner");
    Api member = person("mia", "j-edit", "member");
    String one = owner.create("one", "demo:read").getString("id");
    owner.patch("/api/v1/tokens/" + one, "{\"metadata\":{\"a\":\"b\"}}").then().statusCode(200);
    String hers = member.create("hers", "demo:read").getString("id");
    String edit =
        """
        {"scopes":["audit:read"],"limits":{"perMinute":7},"expiresAt":"2099-01-01T00:00:00Z",
         "allowedIps":["192.0.2.0/24"],"tags":["edited"]}
        """;

    JsonPath job =
        accepted(owner, "edit", ids(one, hers), "\"parameters\":{\"edit\":" + edit + "}");
    ended(owner, job);

    JsonPath view = token(owner, one);
    assertThat(view.getList("scopes")).isEqualTo(List.of("audit:read"));
    assertThat(view.getInt("limits.perMinute")).isEqualTo(7);
    assertThat(view.getString("expiresAt")).isEqualTo("2099-01-01T00:00:00Z");
    assertThat(view.getList("allowedIps")).isEqualTo(List.of("192.0.2.0/24"));
    assertThat(view.getList("tags")).isEqualTo(List.of("edited"));
    assertThat(view.getString("name")).isEqualTo("one");
    assertThat(view.getString("metadata.a")).isEqualTo("b");
    assertThat(Snapshots.of(one).getInt("limits.perMinute")).isEqualTo(7);
    // The owner's role does not permit the scope: one by one as well as in a job.
    owner
        .patch("/api/v1/tokens/" + hers, edit)
        .then()
        .statusCode(403)
        .body("code", equalTo(items(owner, job).get(hers).get("code")));
    assertThat(Snapshots.version(hers)).isEqualTo(1);
    // What is null is taken away.
    ended(
        owner,
        accepted(
            owner,
            "edit",
            ids(one),
            "\"parameters\":{\"edit\":{\"expiresAt\":null,\"limits\":null,\"allowedIps\":null}}"));
    JsonPath bare = token(owner, one);
    assertThat(bare.getString("expiresAt")).isNull();
    assertThat(bare.getList("allowedIps")).isEmpty();
    assertThat(bare.getInt("limits.perMinute")).isEqualTo(600);
    assertThat(bare.getList("tags")).isEqualTo(List.of("edited"));
  }

  @Test
  @Tag("SCP-1")
  @Tag("SCP-2")
  void aTokenGivesByAJobNoMoreThanByASingleEdit() {
    Api owner = person("olga", "j-token", "owner");
    JsonPath used =
        owner
            .post(
                "/api/v1/tokens",
                """
                {"name":"used","scopes":["tokens:*","demo:read"],"limits":{"perMinute":100},
                 "expiresAt":"2098-01-01T00:00:00Z"}
                """)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    Api token = Api.withToken(used, owner.me());
    JsonPath narrow = token.create("narrow", "demo:read");
    String target = narrow.getString("id");
    for (String edit :
        List.of(
            "{\"scopes\":[\"demo:write\"]}",
            "{\"scopes\":[\"*\"]}",
            "{\"limits\":{\"perMinute\":101}}",
            "{\"limits\":null}",
            "{\"expiresAt\":\"2099-01-01T00:00:00Z\"}",
            "{\"expiresAt\":null}")) {
      Response single = token.patch("/api/v1/tokens/" + target, edit);
      assertThat(single.statusCode()).as(edit).isEqualTo(403);
      JsonPath job = accepted(token, "edit", ids(target), "\"parameters\":{\"edit\":" + edit + "}");
      ended(token, job);
      assertThat(items(token, job).get(target))
          .as(edit)
          .containsEntry("outcome", "refused")
          .containsEntry("code", single.jsonPath().getString("code"));
    }
    assertThat(Snapshots.version(target)).isEqualTo(1);
    // Nor does it get the secret of a token that is more than itself.
    String strong = owner.create("strong", "demo:write").getString("id");
    JsonPath rotation = accepted(token, "rotate", ids(strong), "");
    ended(token, rotation);
    assertThat(items(token, rotation).get(strong))
        .containsEntry("outcome", "refused")
        .containsEntry("code", "scope_exceeds_grantor");
    // A token without the scope for it begins none.
    Api reader = Api.withToken(owner.create("reader", "tokens:read"), owner.me());
    reader.post(PATH, body("revoke", filter(""), "")).then().statusCode(403);
  }

  @Test
  @Tag("SCP-2")
  void aTokenThatEndsItselfDoesSoLast() {
    Api owner = person("olga", "j-itself", "owner");
    JsonPath used = owner.create("used", "tokens:*", "demo:read");
    Api token = Api.withToken(used, owner.me());
    String first = owner.create("first", "demo:read").getString("id");
    String second = owner.create("second", "demo:read").getString("id");
    JsonPath job = accepted(token, "revoke", ids(used.getString("id"), first, second), REASON);
    assertThat(ended(owner, job).getString("state")).isEqualTo("done");
    assertThat(outcomes(owner, job).values()).containsOnly("changed");
    assertThat(items(owner, job).get(used.getString("id"))).containsEntry("position", 3);
  }

  @Test
  @Tag("TEN-1")
  @Tag("TEN-2")
  void foreignTokensAreNotThereAndForeignJobsNeither() {
    Api mine = person("olga", "j-mine", "owner");
    Api theirs = person("otto", "j-theirs", "owner");
    String own = mine.create("own", "demo:read").getString("id");
    String foreign = theirs.create("secret name", "demo:read").getString("id");
    String unknown = UUID.randomUUID().toString();
    JsonPath job = accepted(mine, "revoke", ids(own, foreign, unknown), REASON);
    ended(mine, job);
    Map<String, Map<String, Object>> items = items(mine, job);
    assertThat(items.get(own)).containsEntry("outcome", "changed");
    for (String id : List.of(foreign, unknown)) {
      assertThat(items.get(id))
          .containsEntry("outcome", "not_found")
          .containsOnlyKeys("position", "id", "outcome");
    }
    assertThat(Snapshots.version(foreign)).isEqualTo(1);
    // A filter reaches no further than the list.
    JsonPath all = rehearsed(mine, "revoke", filter(""), "");
    assertThat(outcomes(mine, all)).doesNotContainKey(foreign);
    for (String part : List.of("", "/items")) {
      theirs.get(path(job) + part).then().statusCode(404);
    }
    theirs.post(path(job) + "/cancel").then().statusCode(404);
    theirs.post(path(job) + "/secrets").then().statusCode(404);
    theirs.get(PATH).then().body("items", equalTo(List.of()));
  }

  @Test
  @Tag("TEN-2")
  @Tag("S4")
  void aMembersJobReachesTheirOwnTokensOnly() {
    Api owner = person("olga", "j-member", "owner");
    Api member = person("mia", "j-member", "member");
    String hers = member.create("hers", "demo:read").getString("id");
    String others = owner.create("others", "demo:read").getString("id");
    JsonPath job = accepted(member, "suspend", filter(""), REASON);
    ended(member, job);
    assertThat(outcomes(member, job)).isEqualTo(Map.of(hers, "changed"));
    JsonPath named = accepted(member, "suspend", ids(others), REASON);
    ended(member, named);
    assertThat(outcomes(member, named)).isEqualTo(Map.of(others, "not_found"));
    assertThat(Snapshots.version(others)).isEqualTo(1);
    // What others began is the administrators' to see, not hers.
    JsonPath foreign = rehearsed(owner, "revoke", filter(""), "");
    member.get(path(foreign)).then().statusCode(404);
    owner.get(path(job)).then().statusCode(200);
    member.get(PATH).then().body("items.createdBy", equalTo(List.of("mia", "mia")));
    owner.get(PATH).then().body("items.size()", equalTo(3));
    String cursor = owner.get(PATH + "?limit=2").jsonPath().getString("nextCursor");
    owner
        .get(PATH + "?limit=2&cursor=" + cursor)
        .then()
        .body("items.id", equalTo(List.of(job.getString("id"))));
    owner.get(PATH + "?cursor=forged").then().statusCode(400);
    // What an administrator suspended she does not free by a job.
    owner.post("/api/v1/tokens/" + hers + "/reactivate").then().statusCode(200);
    owner
        .post("/api/v1/tokens/" + hers + "/suspend", "{\"reason\":\"odd\"}")
        .then()
        .statusCode(200);
    JsonPath release = accepted(member, "reactivate", ids(hers), "");
    ended(member, release);
    assertThat(items(member, release).get(hers))
        .containsEntry("outcome", "refused")
        .containsEntry("code", "insufficient_scope");
  }

  @Test
  @Tag("API-4")
  void theSameKeyIsTheSameJob() {
    Api owner = person("olga", "j-key", "owner");
    String one = owner.create("one", "demo:read").getString("id");
    String two = owner.create("two", "demo:read").getString("id");
    String revoke = body("revoke", ids(one), REASON);
    JsonPath first = keyed(owner, "k1", revoke).then().statusCode(201).extract().jsonPath();
    ended(owner, first);
    JsonPath again = keyed(owner, "k1", revoke).then().statusCode(201).extract().jsonPath();
    assertThat(again.getString("id")).isEqualTo(first.getString("id"));
    assertThat(again.getString("state")).isEqualTo("done");
    keyed(owner, "k1", body("revoke", ids(two), REASON)).then().statusCode(409);
    keyed(owner, "k1", body("suspend", ids(one), REASON)).then().statusCode(409);
    assertThat(token(owner, two).getString("status")).isEqualTo("active");
    keyed(owner, "no key", revoke).then().statusCode(400);
    // Another caller's key is another key.
    Api admin = person("adam", "j-key", "admin");
    JsonPath other = keyed(admin, "k1", revoke).then().statusCode(201).extract().jsonPath();
    assertThat(other.getString("id")).isNotEqualTo(first.getString("id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"action\":\"revoke\"}",
        "{\"action\":\"delete\",\"selection\":{\"filter\":{}}}",
        "{\"action\":\"revoke\",\"selection\":{}}",
        "{\"action\":\"revoke\",\"selection\":{\"filter\":{},\"ids\":[]}}",
        "{\"action\":\"revoke\",\"selection\":{\"ids\":[]}}",
        "{\"action\":\"revoke\",\"selection\":{\"ids\":[null]}}",
        "{\"action\":\"revoke\",\"selection\":{\"ids\":[\"x\"]}}",
        "{\"action\":\"revoke\",\"selection\":{\"filter\":{\"status\":\"odd\"}}}",
        "{\"action\":\"revoke\",\"selection\":{\"filter\":{\"colour\":\"red\"}}}",
        "{\"action\":\"revoke\",\"selection\":{\"filter\":{}},\"parameters\":{\"overlap\":\"PT1H\"}}",
        "{\"action\":\"rotate\",\"selection\":{\"filter\":{}},\"parameters\":{\"overlap\":\"P31D\"}}",
        "{\"action\":\"suspend\",\"selection\":{\"filter\":{}}}",
        "{\"action\":\"suspend\",\"reason\":\"r\",\"selection\":{\"filter\":{}},\"parameters\":{\"until\":\"2001-01-01T00:00:00Z\"}}",
        "{\"action\":\"edit\",\"selection\":{\"filter\":{}}}",
        "{\"action\":\"edit\",\"selection\":{\"filter\":{}},\"parameters\":{\"edit\":{}}}",
        "{\"action\":\"edit\",\"selection\":{\"filter\":{}},\"parameters\":{\"edit\":{\"name\":\"n\"}}}",
        "{\"action\":\"revoke\",\"selection\":{\"filter\":{}},\"dryRun\":\"yes\"}",
      })
  void whatMakesNoSenseIsRefusedWhole(String body) {
    Api owner = person("olga", "j-bad", "owner");
    owner.post(PATH, body).then().statusCode(400).contentType("application/problem+json");
    owner.get(PATH).then().body("items", equalTo(List.of()));
  }

  @Test
  void itemsAreFilteredByOutcome() {
    Api owner = person("olga", "j-items", "owner");
    String one = owner.create("one", "demo:read").getString("id");
    JsonPath dry = rehearsed(owner, "revoke", ids(one, UUID.randomUUID().toString()), "");
    owner.get(path(dry) + "/items?outcome=changed").then().body("items.id", equalTo(List.of(one)));
    owner.get(path(dry) + "/items?outcome=odd").then().statusCode(400);
    owner.get(path(dry) + "/items?limit=0").then().statusCode(400);
    owner.get(path(dry) + "/items?cursor=forged").then().statusCode(400);
    owner.get("/api/v1/audit?limit=5").then().body("items.action", hasItem("token_job.rehearsed"));
    owner.post(path(dry) + "/cancel").then().statusCode(409);
  }

  private static String digest(JsonPath dry) {
    return ",\"digest\":\"" + dry.getString("digest") + "\"";
  }

  private static Response keyed(Api api, String key, String body) {
    return api.request()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(body)
        .post(PATH);
  }
}
