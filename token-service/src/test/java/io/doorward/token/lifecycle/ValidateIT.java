package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T4")
class ValidateIT {
  private final Api alice = Api.as("alice");

  @Test
  @Tag("P1")
  void tellsWhatAnActiveTokenIs() {
    JsonPath token = alice.create("good", "demo:read");
    validate(Api.as("dave"), token.getString("token"))
        .then()
        .statusCode(200)
        .body("active", equalTo(true))
        .body("id", equalTo(token.getString("id")))
        .body("status", equalTo("active"))
        .body("scopes", equalTo(List.of("demo:read")))
        .body("owner.id", equalTo("alice"));
  }

  @Test
  @Tag("ROT-1")
  void aRotatedOneIsActiveUntilTheOverlapEnds() {
    JsonPath lasting = alice.create("lasting", "demo:read");
    alice.post("/api/v1/tokens/" + lasting.getString("id") + "/rotate").then().statusCode(201);
    validate(alice, lasting.getString("token")).then().body("status", equalTo("rotated"));
    JsonPath ended = alice.create("ended", "demo:read");
    alice
        .post("/api/v1/tokens/" + ended.getString("id") + "/rotate", "{\"overlap\":\"PT0S\"}")
        .then()
        .statusCode(201);
    inactive(alice, ended.getString("token"));
  }

  @Test
  @Tag("CMP-2")
  void everythingElseGetsTheSameAnswer() {
    JsonPath token = alice.create("to end", "demo:read");
    String secret = token.getString("token");
    inactive(Api.as("erin"), secret);
    String path = "/api/v1/tokens/" + token.getString("id");
    alice.post(path + "/suspend", "{\"reason\":\"x\"}").then().statusCode(200);
    inactive(alice, secret);
    alice.post(path + "/revoke").then().statusCode(200);
    for (String other :
        List.of(secret, secret + "x", "", "nonsense", "dwp_live_" + "0".repeat(36))) {
      inactive(alice, other);
    }
  }

  @Test
  @Tag("CMP-4")
  void oneSourceMayMissOnlySoOften() {
    String working = alice.create("works", "demo:read").getString("token");
    // More than two minutes' worth: whenever the minute ends, one of them is used up.
    boolean limited = false;
    for (int miss = 0; miss < 62 && !limited; miss++) {
      limited = validateFrom("192.0.2.19", "short-key-" + miss).statusCode() == 429;
    }
    assertThat(limited).isTrue();
    assertThat(validateFrom("192.0.2.20", "nonsense").statusCode()).isEqualTo(200);
    // Those behind one address share it: what works is told of all the same.
    assertThat(validateFrom("192.0.2.19", working).jsonPath().getBoolean("active")).isTrue();
  }

  @Test
  @Tag("S3")
  void tellsOfScopesOnlyWhatTheOwnersRolePermitsNow() {
    Api owner = Api.as("vala", "validity", "owner");
    Api member = Api.as("vito", "validity", "member");
    member.me();
    String secret = member.create("shrinks", "demo:write", "agents:*").getString("token");
    validate(owner, secret).then().body("scopes", equalTo(List.of("agents:*", "demo:write")));
    owner.patch("/api/v1/members/vito", "{\"role\":\"viewer\"}").then().statusCode(200);
    validate(owner, secret)
        .then()
        .body("active", equalTo(true))
        .body("scopes", equalTo(List.of("agents:read")));
  }

  @Test
  @Tag("SCP-5")
  void needsTheScopeToReadTokens() {
    Api data = Api.withToken(alice.create("data", "demo:read"), alice.me());
    validate(data, "x").then().statusCode(403);
    alice.post("/api/v1/tokens/validate", "{}").then().statusCode(400);
  }

  @Test
  @Tag("G2")
  void tellsWhetherAGatewayWouldLetARequestThrough() {
    String token =
        alice
            .post(
                "/api/v1/tokens",
                "{\"name\":\"narrow\",\"scopes\":[\"demo:read\"],"
                    + "\"allowedIps\":[\"192.0.2.0/24\"]}")
            .jsonPath()
            .getString("token");
    asked(token, "\"scopes\":[\"demo:read\"],\"ip\":\"192.0.2.7\"")
        .body("active", equalTo(true))
        .body("allowed", equalTo(true))
        .body("refusal", nullValue());
    asked(token, "\"scopes\":[\"demo:write\"]")
        .body("active", equalTo(true))
        .body("allowed", equalTo(false))
        .body("refusal", equalTo("insufficient_scope"));
    asked(token, "\"ip\":\"198.51.100.7\"")
        .body("allowed", equalTo(false))
        .body("refusal", equalTo("ip_not_allowed"));
    validate(alice, token).then().body("allowed", nullValue());
  }

  @Test
  @Tag("F6")
  void whatCannotBeAskedAboutIsNamed() {
    alice
        .post("/api/v1/tokens/validate", "{\"token\":\"x\",\"scopes\":[\"No\"],\"ip\":\"10/8\"}")
        .then()
        .statusCode(400)
        .body("errors.location", equalTo(List.of("/scopes/0", "/ip")));
  }

  private io.restassured.response.ValidatableResponse asked(String token, String about) {
    return alice
        .post("/api/v1/tokens/validate", "{\"token\":\"" + token + "\"," + about + "}")
        .then()
        .statusCode(200);
  }

  private static void inactive(Api who, String token) {
    assertThat(validate(who, token).then().statusCode(200).extract().asString())
        .isEqualTo("{\"active\":false}");
  }

  private io.restassured.response.Response validateFrom(String ip, String token) {
    return alice
        .request()
        .header("X-Forwarded-For", ip)
        .contentType("application/json")
        .body("{\"token\":\"" + token + "\"}")
        .post("/api/v1/tokens/validate");
  }

  private static io.restassured.response.Response validate(Api who, String token) {
    return who.post("/api/v1/tokens/validate", "{\"token\":\"" + token + "\"}");
  }
}
