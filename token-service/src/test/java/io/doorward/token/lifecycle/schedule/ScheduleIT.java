package io.doorward.token.lifecycle.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.test.identity.GatewayTokens;
import io.doorward.test.stack.StackResource;
import io.doorward.token.audit.Actor;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Initiators;
import io.doorward.token.directory.Principal;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T10")
class ScheduleIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject ScheduleSweep sweep;
  @Inject Collecting collecting;
  @Inject Database database;
  @Inject Initiators initiators;

  @Test
  void aScheduleIsSetShownAndRemovedByWhoeverMay() {
    Api owner = Api.as("sofie", "schedule-set", "owner");
    String account = account(owner, "owner");
    String path = "/api/v1/service-accounts/" + account + "/rotation-schedule";
    owner.get(path).then().statusCode(404);
    put(owner, account, 90, "P1D").then().statusCode(200).body("everyDays", equalTo(90));
    owner.get(path).then().body("overlap", equalTo("PT24H")).body("setBy", equalTo("sofie"));
    put(owner, account, 0, "P1D").then().statusCode(400);
    put(owner, account, 30, "PT0S").then().statusCode(400);
    put(owner, account, 30, "soon").then().statusCode(400);
    // More than two old secrets would be accepted at a time.
    put(owner, account, 7, "PT168H1S").then().statusCode(400);
    put(owner, account, 7, "P7D").then().statusCode(200);
    put(Api.as("arno", "schedule-set", "admin"), account, 30, "P1D").then().statusCode(403);
    put(Api.as("mona", "schedule-set", "member"), account, 30, "P1D").then().statusCode(403);
    owner.delete(path).then().statusCode(204);
    owner.delete(path).then().statusCode(404);
    assertThat(told(account))
        .containsExactly(
            "service_account.created",
            "service_account.scheduled",
            "service_account.scheduled",
            "service_account.schedule_removed");
  }

  @Test
  @Tag("ROT-1")
  @Tag("ROT-3")
  @Tag("ROT-4")
  void ofTwoSweepsOneMakesTheSuccessorAndTheHolderCollectsItOnce() throws Exception {
    Api owner = Api.as("sven", "schedule-due", "owner");
    JsonPath old = scheduled(owner, 90, "PT1H");
    age(old, 91);
    sweeps();
    assertThat(family(old)).isEqualTo(2);
    Instant waiting = overlapUntil(old);
    assertThat(waiting)
        .isAfter(Instant.parse(old.getString("createdAt")).plus(Duration.ofDays(29)));

    assertThat(collect(old, "key-1").statusCode()).isEqualTo(200);
    Response again = collect(old, "key-1");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.header("Cache-Control")).isEqualTo("no-store");
    JsonPath next = again.jsonPath();
    assertThat(next.getString("token"))
        .isNotEqualTo(old.getString("token"))
        .startsWith("dws_live_");
    assertThat(next.getString("predecessor")).isEqualTo(old.getString("id"));
    assertThat(collect(old, "key-2").statusCode()).isEqualTo(409);
    assertThat(collect(old, null).statusCode()).isEqualTo(409);
    assertThat(told(old)).containsOnlyOnce("token.successor_asked_again");
    assertThat(told(next)).containsOnlyOnce("token.successor_collected");

    // From the collecting on the overlap counts, and it lets a lost answer be asked for again.
    assertThat(overlapUntil(old))
        .isBefore(waiting.minus(Duration.ofDays(20)))
        .isAfter(Instant.parse(next.getString("createdAt")).plus(Duration.ofMinutes(50)));
    assertThat(holder(old).get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(holder(next).get("/api/v1/me").statusCode()).isEqualTo(200);
  }

  @Test
  void anAdministratorCollectsItAndNobodyElse() throws Exception {
    Api owner = Api.as("stig", "schedule-admin", "owner");
    JsonPath old = scheduled(owner, 30, "PT1H");
    String path = "/api/v1/tokens/" + old.getString("id") + "/successor";
    owner.post(path).then().statusCode(404);
    age(old, 31);
    sweeps();
    Api.as("mats", "schedule-admin", "member").post(path).then().statusCode(404);
    Api.as("erin").post(path).then().statusCode(404);
    JsonPath me = owner.me();
    JsonPath narrow = owner.create("narrow", "tokens:write", "tokens:admin");
    Api.withToken(narrow, me).post(path).then().statusCode(403);
    JsonPath wide =
        owner.create("other scopes", "tokens:write", "tokens:admin", "service-accounts:write");
    Api.withToken(wide, me).post(path).then().statusCode(403);
    owner.post("/api/v1/tokens/successor").then().statusCode(409);
    owner.post(path).then().statusCode(200).body("token", notNullValue());
    owner.post(path).then().statusCode(409);
    assertThat(collect(old, null).statusCode()).isEqualTo(409);
  }

  @Test
  @Tag("STO-3")
  void nobodyIsStrandedWhileTheNewSecretWaitsAndPeopleAreTold() throws Exception {
    Api owner = Api.as("siv", "schedule-waiting", "owner");
    JsonPath old = scheduled(owner, 30, "PT1H");
    age(old, 31);
    sweeps();
    String next = successor(old);
    passes(old, "2 hours");
    sweeps();
    assertThat(told(old)).containsOnlyOnce("token.successor_uncollected");
    assertThat(holder(old).get("/api/v1/me").statusCode()).isEqualTo(200);
    // However old the new one gets: while nobody has its secret it is not replaced.
    age(next, 100);
    sweeps();
    assertThat(family(old)).isEqualTo(2);
    assertThat(sealed(old)).doesNotContain("dws_live_");
    passes(old, "28 days");
    sweeps();
    sweeps();
    assertThat(told(old).stream().filter("token.successor_uncollected"::equals)).hasSize(2);
    passes(old, "3 days");
    sweeps();
    assertThat(sealed(old)).isEmpty();
    owner.post("/api/v1/tokens/" + old.getString("id") + "/successor").then().statusCode(409);
    // A person gets on from there.
    owner.post("/api/v1/tokens/" + next + "/rotate").then().statusCode(201);
  }

  @Test
  void peopleAreToldAheadAndOfWhatCannotBeDoneOnceEach() throws Exception {
    Api owner = Api.as("saga", "schedule-told", "owner");
    JsonPath near = scheduled(owner, 30, "PT1H");
    age(near, 28);
    sweeps();
    sweeps();
    assertThat(told(near)).containsOnlyOnce("token.rotation_due");
    assertThat(family(near)).isEqualTo(1);
    owner
        .request()
        .contentType(ContentType.JSON)
        .body("{\"allowedScopes\":{\"service\":[\"usage:read\"]}}")
        .put("/api/v1/policy")
        .then()
        .statusCode(200);
    age(near, 31);
    sweeps();
    sweeps();
    assertThat(family(near)).isEqualTo(1);
    assertThat(told(near)).containsOnlyOnce("token.rotation_failed");
  }

  @Test
  @Tag("T7")
  void whereTwoOldSecretsAreAcceptedPeopleAreToldAndItIsDoneLater() throws Exception {
    Api owner = Api.as("sigge", "schedule-crowded", "owner");
    JsonPath first = scheduled(owner, 30, "PT1H");
    JsonPath newest = first;
    for (int i = 0; i < 2; i++) {
      newest =
          owner
              .post(
                  "/api/v1/tokens/" + newest.getString("id") + "/rotate", "{\"overlap\":\"P30D\"}")
              .then()
              .statusCode(201)
              .extract()
              .jsonPath();
    }
    age(newest, 31);
    sweeps();
    sweeps();
    assertThat(family(first)).isEqualTo(3);
    assertThat(told(newest)).containsOnlyOnce("token.rotation_failed");
    Rows.update(
        "tokens_owner", "UPDATE tokens.token SET overlap_until = now() WHERE id = ?", uuid(first));
    Rows.update(
        "tokens_owner",
        "UPDATE tokens.rotation_notice SET at = at - interval '2 days' WHERE token_id = ?",
        uuid(newest));
    sweeps();
    assertThat(family(first)).isEqualTo(4);
  }

  @Test
  @Tag("T7")
  void aSuccessorThatWaitsIsNoTokenMore() throws Exception {
    Api owner = Api.as("sanne", "schedule-count", "owner");
    JsonPath old = scheduled(owner, 30, "PT1H");
    owner
        .request()
        .contentType(ContentType.JSON)
        .body("{\"maxTokensPerUser\":2}")
        .put("/api/v1/policy")
        .then()
        .statusCode(200);
    age(old, 31);
    sweeps();
    assertThat(family(old)).isEqualTo(2);
    String another =
        "{\"name\":\"y\",\"scopes\":[\"demo:read\"],\"serviceAccount\":\"%s\",\"allowedIps\":[\"10.0.0.0/8\"]}"
            .formatted(old.getString("owner.id"));
    String id = owner.post("/api/v1/tokens", another).then().statusCode(201).extract().path("id");
    owner.post("/api/v1/tokens/" + id + "/revoke").then().statusCode(200);
    assertThat(collect(old, "key").statusCode()).isEqualTo(200);
    owner.post("/api/v1/tokens", another).then().statusCode(409);
  }

  @Test
  @Tag("TEN-1")
  void organizationsAreToldInTransactionsOfTheirOwn() throws Exception {
    JsonPath here = scheduled(Api.as("sanna", "schedule-here", "owner"), 30, "PT1H");
    JsonPath there = scheduled(Api.as("selma", "schedule-there", "owner"), 30, "PT1H");
    Rows.update(
        "tokens_owner",
        "UPDATE tokens.token SET created_at = now() - interval '28 days' WHERE id IN (?, ?)",
        uuid(here),
        uuid(there));
    sweeps();
    assertThat(
            Rows.count(
                "SELECT count(DISTINCT xmin::text) FROM tokens.audit_log"
                    + " WHERE action = 'token.rotation_due' AND target_id IN (?, ?)",
                here.getString("id"),
                there.getString("id")))
        .isEqualTo(2);
  }

  @Test
  void aDisabledAccountAndOneWithoutScheduleAreLeftAlone() throws Exception {
    Api owner = Api.as("sune", "schedule-off", "owner");
    JsonPath off = scheduled(owner, 30, "PT1H");
    String account = off.getString("owner.id");
    owner.patch("/api/v1/service-accounts/" + account, "{\"enabled\":false}");
    age(off, 31);
    sweeps();
    assertThat(family(off)).isEqualTo(1);
    owner.patch("/api/v1/service-accounts/" + account, "{\"enabled\":true}");
    owner
        .delete("/api/v1/service-accounts/" + account + "/rotation-schedule")
        .then()
        .statusCode(204);
    sweeps();
    assertThat(family(off)).isEqualTo(1);
    put(owner, account, 30, "PT1H").then().statusCode(200);
    sweeps();
    assertThat(family(off)).isEqualTo(2);
  }

  @Test
  @Tag("SCP-1")
  void whatTheNewTokenWasGivenMeanwhileIsNotCollectedByWhoeverHasLess() throws Exception {
    Api owner = Api.as("svea", "schedule-more", "owner");
    JsonPath old = scheduled(owner, 30, "PT1H");
    age(old, 31);
    sweeps();
    String next = "/api/v1/tokens/" + successor(old);
    owner.patch(next, "{\"allowedIps\":[\"10.0.0.0/8\",\"192.0.2.0/24\"]}").then().statusCode(200);
    Response more = collect(old, null);
    assertThat(more.statusCode()).isEqualTo(403);
    assertThat(more.jsonPath().getString("code")).isEqualTo("scope_exceeds_grantor");
    owner.patch(next, "{\"allowedIps\":[\"10.1.0.0/16\"]}").then().statusCode(200);
    assertThat(collect(old, "key").statusCode()).isEqualTo(200);
    owner.patch(next, "{\"allowedIps\":[\"10.0.0.0/7\"]}").then().statusCode(200);
    assertThat(collect(old, "key").statusCode()).isEqualTo(403);
  }

  @Test
  @Tag("REV-7")
  void whoeverHoldsATokenThatHasEndedMeanwhileCollectsNothing() throws Exception {
    Api owner = Api.as("solveig", "schedule-ended", "owner");
    JsonPath old = scheduled(owner, 30, "PT1H");
    age(old, 31);
    sweeps();
    UUID organization = UUID.fromString(owner.me().getString("organization.id"));
    Actor actor =
        new Actor(Actor.Kind.TOKEN, old.getString("owner.id"), uuid(old), "request", null);
    // As a request would find itself that was let in just before.
    Principal holder =
        database
            .connection(sql -> initiators.find(sql, organization, actor))
            .await()
            .atMost(PATIENCE)
            .orElseThrow();
    owner.post("/api/v1/tokens/" + old.getString("id") + "/revoke").then().statusCode(200);
    Uni<CollectOutcome> late = collecting.collect(holder, uuid(old), Optional.empty());
    assertThatThrownBy(() -> late.await().atMost(PATIENCE))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_TOKEN));
  }

  @Test
  @Tag("S5")
  void aJobDoesNotReplaceATokenWhoseSecretWaits() throws Exception {
    Api owner = Api.as("sigrid", "schedule-job", "owner");
    JsonPath old = scheduled(owner, 30, "PT1H");
    age(old, 31);
    sweeps();
    String body =
        "{\"action\":\"rotate\",\"dryRun\":true,\"selection\":{\"ids\":[\"%s\"]}}"
            .formatted(successor(old));
    assertThat(rehearsed(owner, body)).isEqualTo("refused");
    assertThat(collect(old, null).statusCode()).isEqualTo(200);
    assertThat(rehearsed(owner, body)).isEqualTo("changed");
  }

  private static String rehearsed(Api owner, String body) {
    JsonPath job =
        owner.post("/api/v1/token-jobs", body).then().statusCode(201).extract().jsonPath();
    return owner
        .get("/api/v1/token-jobs/" + job.getString("id") + "/items")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getString("items[0].outcome");
  }

  /** As two replicas would at once. */
  private void sweeps() {
    Uni.join().all(sweep.sweep(), sweep.sweep()).andFailFast().await().atMost(PATIENCE);
  }

  private static JsonPath scheduled(Api owner, int days, String overlap) {
    String account = account(owner, "member");
    put(owner, account, days, overlap).then().statusCode(200);
    return owner
        .post(
            "/api/v1/tokens",
            "{\"name\":\"x\",\"scopes\":[\"demo:read\"],\"serviceAccount\":\"%s\",\"allowedIps\":[\"10.0.0.0/8\"]}"
                .formatted(account))
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  private static String account(Api owner, String role) {
    return owner
        .post("/api/v1/service-accounts", "{\"name\":\"deployer\",\"role\":\"%s\"}".formatted(role))
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getString("id");
  }

  private static Response put(Api who, String account, int days, String overlap) {
    return who.request()
        .contentType(ContentType.JSON)
        .body("{\"everyDays\":%d,\"overlap\":\"%s\"}".formatted(days, overlap))
        .put("/api/v1/service-accounts/" + account + "/rotation-schedule");
  }

  private static Response collect(JsonPath old, String key) {
    var request = holder(old);
    return (key == null ? request : request.header("Idempotency-Key", key))
        .post("/api/v1/tokens/successor");
  }

  /** Whoever holds the token, as the gateway vouches for it. */
  private static io.restassured.specification.RequestSpecification holder(JsonPath token) {
    Map<String, Object> row =
        Rows.query(
                "SELECT t.organization_id::text AS org, o.slug FROM tokens.token t"
                    + " JOIN tokens.organization o ON o.id = t.organization_id WHERE t.id = ?",
                uuid(token))
            .get(0);
    return RestAssured.given()
        .auth()
        .oauth2(
            GatewayTokens.token(
                Map.of(
                    "sub", token.getString("owner.id"),
                    "org", row.get("org"),
                    "org_slug", row.get("slug"),
                    "tid", token.getString("id"),
                    "tkind", "token",
                    "scope", "demo:read",
                    "org_role", "member")));
  }

  private static UUID uuid(JsonPath token) {
    return UUID.fromString(token.getString("id"));
  }

  private static void age(JsonPath token, int days) throws Exception {
    age(token.getString("id"), days);
  }

  private static void age(String token, int days) throws Exception {
    Rows.update(
        "tokens_owner",
        "UPDATE tokens.token SET created_at = now() - make_interval(days => ?) WHERE id = ?",
        days,
        UUID.fromString(token));
  }

  /** Time passes for what waits. */
  private static void passes(JsonPath old, String time) throws Exception {
    Rows.update(
        "tokens_owner",
        "UPDATE tokens.waiting_successor SET made_at = made_at - ?::interval,"
            + " waits_until = waits_until - ?::interval WHERE token_id = ?",
        time,
        time,
        uuid(old));
  }

  private static long family(JsonPath token) {
    return Rows.count("SELECT count(*) FROM tokens.token WHERE family_id = ?", uuid(token));
  }

  private static String successor(JsonPath old) {
    return Rows.query("SELECT successor_id::text AS s FROM tokens.token WHERE id = ?", uuid(old))
        .get(0)
        .get("s")
        .toString();
  }

  private static String sealed(JsonPath old) {
    Object sealed =
        Rows.query("SELECT sealed FROM tokens.waiting_successor WHERE token_id = ?", uuid(old))
            .get(0)
            .get("sealed");
    return sealed == null ? "" : new String((byte[]) sealed, StandardCharsets.ISO_8859_1);
  }

  private static Instant overlapUntil(JsonPath token) {
    return ((java.sql.Timestamp)
            Rows.query("SELECT overlap_until FROM tokens.token WHERE id = ?", uuid(token))
                .get(0)
                .get("overlap_until"))
        .toInstant();
  }

  private static List<String> told(JsonPath token) {
    return told(token.getString("id"));
  }

  private static List<String> told(String target) {
    return Rows.query("SELECT action FROM tokens.audit_log WHERE target_id = ? ORDER BY id", target)
        .stream()
        .map(row -> row.get("action").toString())
        .toList();
  }
}
