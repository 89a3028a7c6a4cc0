package io.doorward.token.protocol.leak;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.doorward.contract.event.TokenEvent;
import io.doorward.test.stack.StackResource;
import io.doorward.token.outbox.Listener;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("X5")
class LeakIT {
  /**
   * Of the key in partner-keys.json, whose private half is the number two: a key for tests that is
   * no secret.
   */
  private static final String KEY_ID =
      "90a421169f0a406205f1563a953312f0be898d3c7b6c06b681aa86a874555f4a";

  private static final String GITHUB = "/api/v1/leaks/github";
  private static final String UNKNOWN = "dwp_live_" + "0".repeat(30) + "2C8GjS";

  @Inject LeakPurge purge;
  @Inject ReactiveRedisDataSource redis;

  private final Api alice = Api.as("alice");

  @Test
  @Tag("DET-4")
  void signedFindsEndTheTokensThatAreKnown() throws Exception {
    JsonPath first = alice.create("leaked", "demo:read");
    JsonPath second = Api.as("erin").create("leaked too", "demo:read");
    String body =
        """
        [{"token":"%s","type":"doorward","url":"https://me:pw@example.com/a/b?q=1#L2","source":"commit"},
         {"token":"some_token","type":"some_type","url":"some_url"},
         {"token":"%s","type":"doorward","url":""},
         {"token":"%s","type":"doorward","url":null}, {}]
        """
            .formatted(first.getString("token"), second.getString("token"), UNKNOWN);
    Response answer = github(body, KEY_ID, sign(body));
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.asString()).isEmpty();
    awaitStatus(alice, first, "revoked");
    awaitStatus(Api.as("erin"), second, "revoked");
    Map<String, Object> entry =
        Rows.query(
                "SELECT actor_id, reason, evidence->>'url' AS url, evidence->>'reporter' AS by"
                    + " FROM tokens.audit_log WHERE target_id = ? AND action = 'token.revoked'",
                first.getString("id"))
            .get(0);
    assertThat(entry)
        .containsEntry("actor_id", "leak-report")
        .containsEntry("reason", "reported as leaked")
        .containsEntry("url", "https://example.com/a/b")
        .containsEntry("by", "github");
  }

  @Test
  @Tag("DET-4")
  void whatIsNotSignedByAKnownKeyOverTheseBytesIsRefused() throws Exception {
    JsonPath token = alice.create("not leaked", "demo:read");
    String body = "[{\"token\":\"" + token.getString("token") + "\",\"url\":\"x\"}]";
    String good = sign(body);
    long reports = reports();
    assertThat(github(body, null, null).statusCode()).isEqualTo(401);
    assertThat(github(body, KEY_ID, null).statusCode()).isEqualTo(401);
    assertThat(github(body, "unknown", good).statusCode()).isEqualTo(401);
    assertThat(github(body, KEY_ID, "nonsense").statusCode()).isEqualTo(401);
    assertThat(github(body, KEY_ID, sign(body + " ")).statusCode()).isEqualTo(401);
    // The same JSON in other bytes is not what was signed.
    assertThat(github(body + "\n", KEY_ID, good).statusCode()).isEqualTo(401);
    assertThat(github("{}", KEY_ID, sign("{}")).statusCode()).isEqualTo(400);
    String large = "[" + " ".repeat(70_000) + "]";
    assertThat(github(large, KEY_ID, sign(large)).statusCode()).isEqualTo(413);
    assertThat(reports()).isEqualTo(reports);
    assertThat(status(alice, token)).isEqualTo("active");
  }

  @Test
  @Tag("DET-4")
  void aDeliveryCountsOnce() throws Exception {
    String body = "[{\"token\":\"" + UNKNOWN + "\",\"url\":\"https://example.com/replayed\"}]";
    assertThat(github(body, KEY_ID, sign(body)).statusCode()).isEqualTo(202);
    long reports = reports();
    // Another signature over the same bytes is the same delivery.
    assertThat(github(body, KEY_ID, sign(body)).statusCode()).isEqualTo(409);
    assertThat(reports()).isEqualTo(reports);
  }

  @Test
  @Tag("DET-2")
  void whoeverHoldsATokenMayReportItAndLearnsNothing() {
    JsonPath token = alice.create("found", "demo:read");
    String known = report("198.51.100.1", token.getString("token"));
    assertThat(report("198.51.100.1", UNKNOWN)).isEqualTo(known);
    assertThat(report("198.51.100.1", "nonsense")).isEqualTo(known);
    assertThat(report("198.51.100.1", token.getString("id"))).isEqualTo(known);
    awaitStatus(alice, token, "revoked");
    assertThat(report("198.51.100.1", token.getString("token"))).isEqualTo(known);
    given().contentType(ContentType.JSON).body("{}").post("/api/v1/leaks").then().statusCode(400);
  }

  @Test
  @Tag("LOG-1")
  void anOrganizationMayWantThemSuspended() {
    Api vera = Api.as("vera", "careful-" + UUID.randomUUID(), "owner");
    JsonPath token = vera.create("found", "demo:read");
    policy(vera, "suspend").then().statusCode(200).body("leakResponse", equalTo("suspend"));
    vera.get("/api/v1/policy").then().body("leakResponse", equalTo("suspend"));
    vera.get("/api/v1/audit?action=policy.changed")
        .then()
        .body("items[0].after.leakResponse", equalTo("suspend"));
    report("198.51.100.2", token.getString("token"));
    awaitStatus(vera, token, "suspended");
    vera.request()
        .contentType(ContentType.JSON)
        .body("{}")
        .put("/api/v1/policy")
        .then()
        .statusCode(200)
        .body("leakResponse", nullValue());
    JsonPath other = vera.create("found too", "demo:read");
    report("198.51.100.2", other.getString("token"));
    awaitStatus(vera, other, "revoked");
  }

  @Test
  void anOrganizationMayWantOnlyToBeTold() throws Exception {
    Api vera = Api.as("vera", "calm-" + UUID.randomUUID(), "owner");
    JsonPath token = vera.create("found", "demo:read");
    String id = token.getString("id");
    policy(vera, "alert").then().statusCode(200);
    try (Listener listener = new Listener(redis)) {
      report("198.51.100.4", token.getString("token"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Listener.of(listener.kafka(), id).size() == 2);
      TokenEvent told = Listener.of(listener.kafka(), id).get(1);
      assertThat(told.type()).isEqualTo(TokenEvent.Type.LEAKED);
      assertThat(told.snapshot()).isEqualTo(Listener.of(listener.kafka(), id).get(0).snapshot());
    }
    assertThat(status(vera, token)).isEqualTo("active");
    vera.get("/api/v1/audit?action=token.leaked&target=" + id)
        .then()
        .body("items.size()", equalTo(1))
        .body("items[0].evidence.reporter", equalTo("holder"));
  }

  @Test
  void isToldOfATokenThatIsSuspendedForATimeToo() {
    Api vera = Api.as("vera", "away-" + UUID.randomUUID(), "owner");
    JsonPath token = vera.create("found", "demo:read");
    String id = token.getString("id");
    policy(vera, "alert").then().statusCode(200);
    vera.post(
            "/api/v1/tokens/" + id + "/suspend",
            "{\"reason\":\"away\",\"until\":\"2099-01-01T00:00:00Z\"}")
        .then()
        .statusCode(200);
    report("198.51.100.5", token.getString("token"));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                vera.get("/api/v1/audit?action=token.leaked&target=" + id)
                    .then()
                    .body("items.size()", equalTo(1)));
  }

  @Test
  void theResponseIsOneOfThreeAndNotForEverybodyToChoose() {
    Api vera = Api.as("vera", "strict-" + UUID.randomUUID(), "owner");
    vera.me();
    policy(vera, "nothing").then().statusCode(400);
    String organization = vera.me().getString("organization.slug");
    Api max = Api.as("max", organization, "member");
    max.me();
    policy(max, "alert").then().statusCode(403);
  }

  @Test
  @Tag("DET-4")
  void aTokenNamedOftenIsOneReportAndBadItemsSpoilNoOther() throws Exception {
    JsonPath token = alice.create("leaked often", "demo:read");
    String item = "{\"token\":\"" + token.getString("token") + "\",\"url\":\"x\"}";
    String noise =
        "null,{\"token\":null},{\"token\":\"\"},{\"token\":\"\\u0000\",\"url\":\"http://[\"},"
            + "{\"token\":\"x\",\"url\":\"http://a b\",\"more\":[{}]},";
    String body = "[" + noise + item + "," + item + "," + item + "]";
    long reports = reports();
    assertThat(github(body, KEY_ID, sign(body)).statusCode()).isEqualTo(202);
    assertThat(reports()).isEqualTo(reports + 1);
    awaitStatus(alice, token, "revoked");
  }

  private static Response policy(Api who, String response) {
    return who.request()
        .contentType(ContentType.JSON)
        .body("{\"leakResponse\":\"" + response + "\"}")
        .put("/api/v1/policy");
  }

  @Test
  @Tag("STO-3")
  void keepsNothingOfTheTokenItself() {
    String secret = alice.create("reported", "demo:read").getString("token");
    given()
        .header("X-Forwarded-For", "198.51.100.3")
        .contentType(ContentType.JSON)
        .body(Map.of("token", secret, "url", "https://example.com/" + secret + "/x"))
        .post("/api/v1/leaks")
        .then()
        .statusCode(202);
    for (String table : List.of("leak_report", "audit_log", "outbox")) {
      assertThat(Rows.query("SELECT t::text AS row FROM tokens." + table + " t").toString())
          .doesNotContain(secret.substring(9, 39));
    }
    assertThat(Rows.count("SELECT count(*) FROM tokens.leak_report WHERE url LIKE '%/***/x'"))
        .isEqualTo(1);
  }

  @Test
  void whatAnybodyReportedAndNobodyKnewIsNotKeptForGood() throws Exception {
    for (String report :
        List.of(
            "holder/unknown/181",
            "holder/unknown/179",
            "holder/revoked/181",
            "github/unknown/181")) {
      String[] part = report.split("/");
      Rows.update(
          "tokens_app",
          "INSERT INTO tokens.leak_report (reporter, lookups, request_id, received_at, done_at,"
              + " outcome) SELECT ?, '{purged}', ?, t, t, ?"
              + " FROM (SELECT now() - ? * interval '1 day' AS t) AS at",
          part[0],
          report,
          part[1],
          Integer.parseInt(part[2]));
    }
    purge.purge().await().atMost(Duration.ofSeconds(30));
    assertThat(
            Rows.query(
                "SELECT request_id FROM tokens.leak_report WHERE lookups = '{purged}' ORDER BY id"))
        .extracting(row -> row.get("request_id"))
        .containsExactly("holder/unknown/179", "holder/revoked/181", "github/unknown/181");
  }

  @Test
  void aReportLeftOverIsDealtWith() throws Exception {
    JsonPath token = alice.create("left over", "demo:read");
    Rows.update(
        "tokens_app",
        "INSERT INTO tokens.leak_report (reporter, lookups, request_id, received_at)"
            + " SELECT 'holder', ARRAY[lookup], 'none', now() FROM tokens.token WHERE id = ?::uuid",
        token.getString("id"));
    awaitStatus(alice, token, "revoked");
  }

  private static Response github(String body, String keyId, String signature) {
    var request = given().contentType(ContentType.JSON);
    if (keyId != null) {
      request.header("GITHUB-PUBLIC-KEY-IDENTIFIER", keyId);
    }
    if (signature != null) {
      request.header("GITHUB-PUBLIC-KEY-SIGNATURE", signature);
    }
    return request.body(body.getBytes(StandardCharsets.UTF_8)).post(GITHUB);
  }

  private static String report(String ip, String token) {
    Response answer =
        given()
            .header("X-Forwarded-For", ip)
            .contentType(ContentType.JSON)
            .body(Map.of("token", token))
            .post("/api/v1/leaks");
    String all = answer.statusLine() + answer.headers() + answer.asString();
    return all.replace(answer.header("X-Request-Id"), "…");
  }

  private static String sign(String body) throws Exception {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(
                new ECPrivateKeySpec(
                    BigInteger.TWO, curve.getParameterSpec(ECParameterSpec.class)));
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(key);
    signer.update(body.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(signer.sign());
  }

  private static long reports() {
    return Rows.count("SELECT count(*) FROM tokens.leak_report");
  }

  private static String status(Api who, JsonPath token) {
    return who.get("/api/v1/tokens/" + token.getString("id")).jsonPath().getString("status");
  }

  private static void awaitStatus(Api who, JsonPath token, String status) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(status(who, token)).isEqualTo(status));
  }
}
