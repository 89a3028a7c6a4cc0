package io.doorward.token.protocol.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class OAuthIT {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String INACTIVE = "{\"active\":false}";

  /** Well-formed: its check digits fit. Nobody has it. */
  private static final String UNKNOWN = "dwp_live_" + "0".repeat(30) + "2C8GjS";

  private final Api alice = Api.as("alice");

  @Test
  @Tag("INT-1")
  void introspectionIsForWhoMayDoIt() {
    JsonPath token = alice.create("asked about", "demo:read");
    introspect(given(), token).then().statusCode(401);
    JsonPath narrow = alice.create("narrow", "tokens:write");
    introspect(Api.withToken(narrow, alice.me()).request(), token).then().statusCode(403);
    JsonPath server = alice.create("resource server", "tokens:introspect");
    introspect(Api.withToken(server, alice.me()).request(), token)
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("active", equalTo(true));
  }

  @Test
  @Tag("INT-4")
  void tellsWhatAnActiveTokenIsForWhateverTheHint() {
    JsonPath token =
        alice
            .post(
                "/api/v1/tokens",
                "{\"name\":\"known\",\"scopes\":[\"demo:read\",\"read\"],"
                    + "\"expiresAt\":\"2099-01-01T00:00:00Z\"}")
            .jsonPath();
    alice
        .request()
        .contentType(FORM)
        .formParam("token", token.getString("token"))
        .formParam("token_type_hint", "refresh_token")
        .post("/oauth/introspect")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("active", equalTo(true))
        .body("scope", equalTo("demo:read read"))
        .body("token_type", equalTo("Bearer"))
        .body("exp", equalTo(4070908800L))
        .body("sub", equalTo("alice"))
        .body("jti", equalTo(token.getString("id")))
        .body("token", nullValue());
  }

  @Test
  @Tag("INT-4")
  @Tag("REV-6")
  void aReplacedTokenExpiresWithItsOverlap() {
    for (String expiresAt : new String[] {"", ",\"expiresAt\":\"2099-01-01T00:00:00Z\""}) {
      JsonPath token =
          alice
              .post(
                  "/api/v1/tokens",
                  "{\"name\":\"replaced\",\"scopes\":[\"demo:read\"]%s}".formatted(expiresAt))
              .jsonPath();
      String path = "/api/v1/tokens/" + token.getString("id");
      alice.post(path + "/rotate", "{\"overlap\":\"PT1H\"}").then().statusCode(201);
      long end =
          Instant.parse(alice.get(path).jsonPath().getString("overlapUntil")).getEpochSecond();
      assertThat(introspect(alice.request(), token).jsonPath().getLong("exp")).isEqualTo(end);
    }
  }

  @Test
  @Tag("INT-4")
  @Tag("S3")
  void aWildcardAboveTheOwnersRoleIsToldAsWhatIsLeftOfIt() {
    Api owner = Api.as("ingo", "wildcards", "owner");
    Api other = Api.as("inga", "wildcards", "owner");
    other.me();
    JsonPath all = other.create("all", "*");
    JsonPath agents = other.create("agents", "agents:*", "org:admin");
    assertThat(introspect(owner.request(), all).jsonPath().getString("scope")).isEqualTo("*");
    demoted(owner, "admin");
    List<String> left = scopes(owner, all);
    assertThat(left).contains("org:read", "org:write", "members:write", "demo:write", "read");
    assertThat(left).doesNotContain("*", "org:admin");
    assertThat(left).isEqualTo(left.stream().distinct().sorted().toList());
    assertThat(scopes(owner, agents)).containsExactly("agents:*");
    demoted(owner, "viewer");
    assertThat(scopes(owner, agents)).containsExactly("agents:read");
    assertThat(scopes(owner, all)).contains("demo:read").allMatch(s -> s.endsWith("read"));
  }

  private static void demoted(Api owner, String role) {
    owner.patch("/api/v1/members/inga", "{\"role\":\"%s\"}".formatted(role)).then().statusCode(200);
  }

  private static List<String> scopes(Api owner, JsonPath token) {
    return List.of(introspect(owner.request(), token).jsonPath().getString("scope").split(" "));
  }

  @Test
  @Tag("INT-2")
  @Tag("INT-3")
  void saysOfAnInactiveTokenNothingElse() {
    JsonPath revoked = alice.create("revoked", "demo:read");
    alice.post("/api/v1/tokens/" + revoked.getString("id") + "/revoke");
    JsonPath suspended = alice.create("suspended", "demo:read");
    alice.post("/api/v1/tokens/" + suspended.getString("id") + "/suspend", "{\"reason\":\"x\"}");
    String foreign = Api.as("erin").create("erin's", "demo:read").getString("token");
    String working = alice.create("works", "demo:read").getString("token");
    for (String token :
        new String[] {
          revoked.getString("token"),
          suspended.getString("token"),
          foreign,
          UNKNOWN,
          "nonsense",
          working + " ",
          working.substring(1)
        }) {
      Response answer = introspect(alice.request(), token);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.asString()).isEqualTo(INACTIVE);
    }
  }

  @Test
  @Tag("INT-4")
  void introspectionTakesOneTokenInAForm() {
    alice.get("/oauth/introspect").then().statusCode(405);
    alice.post("/oauth/introspect", "{\"token\":\"x\"}").then().statusCode(415);
    alice.request().contentType(FORM).post("/oauth/introspect").then().statusCode(400);
    alice
        .request()
        .contentType(FORM)
        .formParam("token", "a", "b")
        .post("/oauth/introspect")
        .then()
        .statusCode(400);
  }

  @Test
  @Tag("CMP-4")
  void oneSourceMayMissOnlySoOften() {
    String working = alice.create("works", "demo:read").getString("token");
    // More than two minutes' worth: whenever the minute ends, one of them is used up.
    boolean limited = false;
    for (int miss = 0; miss < 62 && !limited; miss++) {
      limited = introspectFrom("192.0.2.9", "nonsense").statusCode() == 429;
    }
    assertThat(limited).isTrue();
    // A resource server's clients share its address: what works is told of all the same.
    assertThat(introspectFrom("192.0.2.9", working).jsonPath().getBoolean("active")).isTrue();
    assertThat(introspectFrom("192.0.2.10", working).jsonPath().getBoolean("active")).isTrue();
  }

  @Test
  @Tag("REV-2")
  void whoeverHoldsATokenMayEndIt() {
    JsonPath token = alice.create("found in a log", "demo:read");
    for (int i = 0; i < 2; i++) {
      Response answer = revoke("203.0.113.5", token.getString("token"));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.asString()).isEmpty();
    }
    alice
        .get("/api/v1/tokens/" + token.getString("id"))
        .then()
        .body("status", equalTo("revoked"))
        .body("revocation.by", equalTo("holder"));
    assertThat(
            Rows.query(
                "SELECT ip, token_used::text AS used FROM tokens.audit_log WHERE target_id = ?"
                    + " AND action = 'token.revoked'",
                token.getString("id")))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("ip", "203.0.113.5")
                    .containsEntry("used", token.getString("id")));
  }

  @Test
  @Tag("REV-2")
  @Tag("ROT-6")
  void endingWhatIsUnknownAnswersTheSameAndChangesNothing() {
    alice.me();
    String id = alice.create("stays", "demo:read").getString("id");
    String before = Rows.contents();
    for (String unknown : new String[] {UNKNOWN, "nonsense", id}) {
      Response answer = revoke("203.0.113.6", unknown);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.asString()).isEmpty();
    }
    given().contentType(FORM).post("/oauth/revoke").then().statusCode(400);
    assertThat(Rows.contents()).isEqualTo(before);
  }

  private Response introspectFrom(String ip, String token) {
    return introspect(alice.request().header("X-Forwarded-For", ip), token);
  }

  private static Response introspect(RequestSpecification who, JsonPath token) {
    return introspect(who, token.getString("token"));
  }

  private static Response introspect(RequestSpecification who, String token) {
    return who.contentType(FORM).formParam("token", token).post("/oauth/introspect");
  }

  private static Response revoke(String ip, String token) {
    return given()
        .header("X-Forwarded-For", ip)
        .contentType(FORM)
        .formParam("token", token)
        .post("/oauth/revoke");
  }
}
