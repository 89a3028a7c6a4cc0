package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T4")
class RotationIT {
  private final Api alice = Api.as("alice");

  @Test
  @Tag("ROT-1")
  @Tag("ROT-5")
  @Tag("STO-1")
  void theSuccessorHasANewSecretAndTheSameTerms() {
    JsonPath old =
        alice
            .post(
                "/api/v1/tokens",
                """
                {"name":"rotating","type":"service","scopes":["demo:read"],
                 "limits":{"perMinute":7},"allowedIps":["192.0.2.0/24"],
                 "expiresAt":"2099-01-01T00:00:00Z"}
                """)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    JsonPath successor =
        alice
            .post(rotate(old), "{\"overlap\":\"PT1H\",\"reason\":\"monthly\"}")
            .then()
            .statusCode(201)
            .header("Cache-Control", "no-store")
            .body("status", equalTo("active"))
            .body("scopes", equalTo(List.of("demo:read")))
            .body("limits.perMinute", equalTo(7))
            .body("allowedIps", equalTo(List.of("192.0.2.0/24")))
            .body("expiresAt", equalTo("2099-01-01T00:00:00Z"))
            .body("type", equalTo("service"))
            .body("predecessor", equalTo(old.getString("id")))
            .body("family", equalTo(old.getString("id")))
            .extract()
            .jsonPath();
    assertThat(successor.getString("token")).isNotEqualTo(old.getString("token"));
    JsonPath retired =
        alice
            .get(path(old))
            .then()
            .body("status", equalTo("rotated"))
            .body("successor", equalTo(successor.getString("id")))
            .extract()
            .jsonPath();
    assertThat(
            Duration.between(
                Instant.parse(retired.getString("rotatedAt")),
                Instant.parse(retired.getString("overlapUntil"))))
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  @Tag("ROT-1")
  void theOldOneWorksUntilTheOverlapEndsAndNotAtAllWithout() {
    JsonPath me = alice.me();
    JsonPath lasting = alice.create("lasting", "tokens:read");
    alice.post(rotate(lasting)).then().statusCode(201);
    Api.withToken(lasting, me).get("/api/v1/tokens").then().statusCode(200);
    JsonPath ended = alice.create("ended", "tokens:read");
    alice.post(rotate(ended), "{\"overlap\":\"PT0S\"}").then().statusCode(201);
    Api.withToken(ended, me).get("/api/v1/tokens").then().statusCode(401);
  }

  @Test
  @Tag("ROT-3")
  void ofFiftyRotationsAtOnceOneSucceeds() throws Exception {
    JsonPath old = alice.create("racing", "demo:read");
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      List<Callable<Integer>> calls =
          IntStream.range(0, 50)
              .<Callable<Integer>>mapToObj(i -> () -> alice.post(rotate(old)).statusCode())
              .toList();
      List<Integer> statuses = new java.util.ArrayList<>();
      for (Future<Integer> status : threads.invokeAll(calls)) {
        statuses.add(status.get());
      }
      assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    } finally {
      threads.shutdown();
    }
    alice
        .get(path(old) + "/family")
        .then()
        .body("tokens.size()", equalTo(2))
        .body("tokens.status", equalTo(List.of("rotated", "active")));
  }

  @Test
  @Tag("ROT-4")
  @Tag("API-4")
  void aLostAnswerCanBeHadOnceMore() {
    JsonPath old = alice.create("lost answer", "demo:read");
    String key = "key-" + old.getString("id");
    JsonPath first = keyed(alice, old, key, "{\"overlap\":\"PT1H\"}").jsonPath();
    Response again = keyed(alice, old, key, "{\"overlap\":\"PT1H\"}");
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.jsonPath().getString("token")).isEqualTo(first.getString("token"));
    assertThat(again.jsonPath().getString("id")).isEqualTo(first.getString("id"));
    assertThat(keyed(alice, old, key, "{\"overlap\":\"PT1H\"}").statusCode()).isEqualTo(409);
    alice.get(path(first)).then().body("status", equalTo("active"));
    assertThat(
            Rows.count(
                "SELECT count(*) FROM tokens.audit_log"
                    + " WHERE action = 'token.rotation_replayed' AND target_id = ?",
                first.getString("id")))
        .isEqualTo(1);
  }

  @Test
  @Tag("ROT-4")
  @Tag("SCP-1")
  void aLostAnswerIsNotHadOnceTheSuccessorIsMoreThanTheCaller() {
    JsonPath old = alice.create("edited meanwhile", "tokens:write", "demo:read");
    Api holder = Api.withToken(old, alice.me());
    String key = "key-" + old.getString("id");
    JsonPath next = keyed(holder, old, key, "{}").jsonPath();
    alice.patch(path(next), "{\"scopes\":[\"tokens:write\",\"demo:*\"]}").then().statusCode(200);
    assertThat(keyed(holder, old, key, "{}").statusCode()).isEqualTo(403);
    alice.patch(path(next), "{\"scopes\":[\"demo:read\"]}").then().statusCode(200);
    assertThat(keyed(holder, old, key, "{}").jsonPath().getString("token"))
        .isEqualTo(next.getString("token"));
  }

  @Test
  @Tag("API-4")
  void theKeyStandsForOneRequestOfOneCaller() {
    JsonPath old = alice.create("keyed", "demo:read");
    JsonPath other = alice.create("other", "demo:read");
    String key = "key-" + old.getString("id");
    JsonPath first = keyed(alice, old, key, "{}").jsonPath();
    assertThat(keyed(alice, old, key, "{\"overlap\":\"PT1H\"}").statusCode()).isEqualTo(409);
    assertThat(keyed(alice, other, key, "{}").statusCode()).isEqualTo(409);
    assertThat(keyed(Api.as("bob"), old, key, "{}").statusCode()).isEqualTo(409);
    alice.get(path(other)).then().body("status", equalTo("active"));
    assertThat(keyed(alice, old, key, "{}").jsonPath().getString("token"))
        .isEqualTo(first.getString("token"));
    assertThat(keyed(alice, other, "two words", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  @Tag("ROT-4")
  void anExpiredAnswerIsNotGivenOut() throws Exception {
    JsonPath old = alice.create("too late", "demo:read");
    String key = "key-" + old.getString("id");
    assertThat(keyed(alice, old, key, "{}").statusCode()).isEqualTo(201);
    Rows.update("tokens_owner", "UPDATE tokens.sealed_reply SET expires_at = to_timestamp(0)");
    assertThat(keyed(alice, old, key, "{}").statusCode()).isEqualTo(409);
  }

  @Test
  @Tag("STO-2")
  @Tag("STO-3")
  void theKeptAnswerHoldsNoSecretInClear() {
    JsonPath old = alice.create("sealed", "demo:read");
    String secret =
        keyed(alice, old, "key-" + old.getString("id"), "{}").jsonPath().getString("token");
    String hex =
        java.util.HexFormat.of()
            .formatHex(
                secret.substring(9, 39).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    for (String table : new String[] {"sealed_reply", "rotation", "token", "audit_log", "outbox"}) {
      assertThat(Rows.query("SELECT t::text AS row FROM tokens." + table + " t").toString())
          .doesNotContain(secret.substring(9, 39), hex);
    }
  }

  @Test
  @Tag("SCP-1")
  void aTokenRotatesItselfButNothingStronger() {
    JsonPath me = alice.me();
    JsonPath weak = alice.create("weak", "tokens:write");
    Api holder = Api.withToken(weak, me);
    JsonPath strong = alice.create("strong", "demo:*");
    holder
        .post(rotate(strong))
        .then()
        .statusCode(403)
        .body("code", equalTo("scope_exceeds_grantor"));
    holder.post(rotate(weak)).then().statusCode(201);
    holder.post(rotate(weak)).then().statusCode(409);
  }

  @Test
  @Tag("S3")
  void anAdministratorGetsNoSecretAboveTheirRole() {
    String owners = rotate(alice.create("owner's", "org:admin"));
    Api.as("bob").post(owners).then().statusCode(403);
    String members = rotate(Api.as("carol").create("carol's", "demo:read"));
    Api.as("bob").post(members).then().statusCode(201).body("owner.id", equalTo("carol"));
  }

  @Test
  @Tag("ROT-6")
  void whatDoesNotWorkIsNotRotated() {
    for (String action : List.of("/revoke", "/suspend")) {
      JsonPath token = alice.create("ended by " + action, "demo:read");
      alice.post(path(token) + action, "{\"reason\":\"x\"}").then().statusCode(200);
      alice.post(rotate(token)).then().statusCode(409).body("code", equalTo("conflict"));
      alice.get(path(token)).then().body("successor", nullValue());
    }
  }

  @Test
  @Tag("T12")
  void theFamilyTellsItsHistory() {
    JsonPath first = alice.create("first", "demo:read");
    JsonPath second = alice.post(rotate(first), "{\"reason\":\"weekly\"}").jsonPath();
    JsonPath third = alice.post(rotate(second)).jsonPath();
    for (JsonPath member : List.of(first, second, third)) {
      alice
          .get(path(member) + "/family")
          .then()
          .statusCode(200)
          .body("family", equalTo(first.getString("id")))
          .body(
              "tokens.id",
              equalTo(
                  List.of(first.getString("id"), second.getString("id"), third.getString("id"))))
          .body("rotations.size()", equalTo(2))
          .body("rotations[0].by", equalTo("alice"))
          .body("rotations[0].reason", equalTo("weekly"))
          .body("rotations.successor", hasItem(third.getString("id")))
          .body("tokens[0]", not(hasItem("token")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-PT1S", "P31D", "PT720H0.001S", "1h", "", "P1M", "PT99999999999H"})
  @Tag("CLK-2")
  void anUnusableOverlapIsNamed(String overlap) {
    JsonPath token = alice.create("overlap", "demo:read");
    alice
        .post(rotate(token), "{\"overlap\":\"" + overlap + "\"}")
        .then()
        .statusCode(400)
        .body("errors.location", hasItem("/overlap"));
    alice.get(path(token)).then().body("status", equalTo("active"));
  }

  @Test
  void rotationsDoNotCountAsCreations() throws Exception {
    Api owner = Api.as("rosa", "rotators", "owner");
    Rows.update(
        "tokens_app",
        "INSERT INTO tokens.policy (organization_id, max_tokens_per_user, creations_per_hour)"
            + " VALUES (?, 2, 2)",
        java.util.UUID.fromString(owner.me().getString("organization.id")));
    JsonPath token = owner.create("one", "read");
    for (int i = 0; i < 3; i++) {
      token =
          owner
              .post(rotate(token), "{\"overlap\":\"PT0S\"}")
              .then()
              .statusCode(201)
              .extract()
              .jsonPath();
    }
    owner.create("two", "read");
  }

  @Test
  @Tag("T7")
  void aSecretInItsOverlapCountsAmongItsOwnersTokens() throws Exception {
    Api owner = Api.as("rolf", "overlappers", "owner");
    Rows.update(
        "tokens_app",
        "INSERT INTO tokens.policy (organization_id, max_tokens_per_user) VALUES (?, 2)",
        java.util.UUID.fromString(owner.me().getString("organization.id")));
    JsonPath token = owner.create("one", "read");
    owner.post(rotate(token), "{\"overlap\":\"PT1H\"}").then().statusCode(201);
    owner
        .post("/api/v1/tokens", Api.body("two", "read"))
        .then()
        .statusCode(409)
        .body("code", equalTo("token_limit_reached"));
    owner.post(path(token) + "/revoke").then().statusCode(200);
    owner.create("two", "read");
  }

  /** Each has limits of its own: rotating on and on must not be a way to ever more of them. */
  @Test
  @Tag("T7")
  @Tag("ROT-1")
  void ofAFamilyTwoOldSecretsAreAcceptedAtMost() {
    JsonPath first = alice.create("rotated on and on", "demo:read");
    JsonPath second = alice.post(rotate(first), "{\"overlap\":\"P30D\"}").jsonPath();
    JsonPath third = alice.post(rotate(second), "{\"overlap\":\"P30D\"}").jsonPath();
    for (String body : List.of("{\"overlap\":\"P30D\"}", "{\"overlap\":\"PT1S\"}", "{}")) {
      alice
          .post(rotate(third), body)
          .then()
          .statusCode(409)
          .body("code", equalTo("conflict"))
          .body("detail", containsString("PT0S"));
    }
    alice.get(path(third)).then().body("status", equalTo("active"));
    // What has leaked can always be replaced.
    JsonPath fourth =
        alice
            .post(rotate(third), "{\"overlap\":\"PT0S\"}")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    alice.post(rotate(fourth), "{\"overlap\":\"PT1H\"}").then().statusCode(409);
    alice.post(path(first) + "/revoke").then().statusCode(200);
    alice.post(rotate(fourth), "{\"overlap\":\"PT1H\"}").then().statusCode(201);
  }

  private static Response keyed(Api who, JsonPath token, String key, String body) {
    return who.request()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(body)
        .post(rotate(token));
  }

  private static String path(JsonPath token) {
    return "/api/v1/tokens/" + token.getString("id");
  }

  private static String rotate(JsonPath token) {
    return path(token) + "/rotate";
  }
}
