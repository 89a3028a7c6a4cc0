package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.TokenFormat;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class LifecycleIT {
  private final Api alice = Api.as("alice");

  @Test
  @Tag("T2")
  @Tag("STO-1")
  void showsTheSecretOnceAndNeverAgain() {
    var created =
        alice
            .post(
                "/api/v1/tokens",
                """
                {"name": "  build server ", "type": "personal", "environment": "live",
                 "scopes": ["demo:read", "agents:*"], "limits": {"perMinute": 30},
                 "allowedIps": ["192.0.2.7/24"], "expiresAt": "2099-01-01T00:00:00Z"}
                """)
            .then()
            .statusCode(201)
            .header("Cache-Control", "no-store")
            .header("Location", matchesPattern(".*/api/v1/tokens/[0-9a-f-]{36}"))
            .body("name", equalTo("build server"))
            .body("status", equalTo("active"))
            .body("prefix", equalTo("dwp_live_"))
            .body("limits.perMinute", equalTo(30))
            .body("limits.perDay", equalTo(100000))
            .body("allowedIps", equalTo(java.util.List.of("192.0.2.0/24")))
            .body("owner.kind", equalTo("user"))
            .body("owner.id", equalTo("alice"))
            .extract()
            .jsonPath();
    String secret = created.getString("token");
    assertThat(TokenFormat.standard().parse(secret)).isInstanceOf(ParsedToken.WellFormed.class);
    assertThat(secret).endsWith(created.getString("lastFour"));
    String shown = alice.get("/api/v1/tokens/" + created.getString("id")).asString();
    assertThat(shown).contains("build server").doesNotContain(secret.substring(9, 39));
    assertThat(alice.get("/api/v1/tokens").asString()).doesNotContain(secret.substring(9, 39));
  }

  @Test
  @Tag("T3")
  @Tag("STO-2")
  void storesNothingFromWhichTheSecretCouldBeHad() {
    String secret = alice.create("stored", "demo:read").getString("token");
    for (String table : new String[] {"token", "audit_log", "outbox"}) {
      assertThat(Rows.query("SELECT t::text AS row FROM tokens." + table + " t").toString())
          .doesNotContain(secret.substring(9, 39));
    }
  }

  @Test
  @Tag("T4")
  @Tag("REV-2")
  void revokesForGoodAndAnswersTheSameWhenAskedAgain() {
    JsonPath token = alice.create("to revoke", "demo:read");
    String path = "/api/v1/tokens/" + token.getString("id");
    String first =
        alice
            .post(path + "/revoke", "{\"reason\":\"left the company\"}")
            .then()
            .statusCode(200)
            .body("status", equalTo("revoked"))
            .body("version", equalTo(2))
            .body("revocation.reason", equalTo("left the company"))
            .body("revocation.by", equalTo("alice"))
            .extract()
            .asString();
    assertThat(alice.post(path + "/revoke").then().statusCode(200).extract().asString())
        .isEqualTo(first);
    alice.request().delete(path).then().statusCode(204);
    alice.post(path + "/reactivate").then().statusCode(409).body("code", equalTo("conflict"));
    alice.post(path + "/suspend", "{\"reason\":\"x\"}").then().statusCode(409);
    assertThat(audit(token)).isEqualTo(2);
  }

  @Test
  @Tag("T4")
  void suspendsAndLetsWorkAgain() {
    JsonPath token = alice.create("to suspend", "demo:read");
    String path = "/api/v1/tokens/" + token.getString("id");
    alice
        .post(path + "/suspend", "{\"reason\":\"on holiday\",\"until\":\"2099-01-01T00:00:00Z\"}")
        .then()
        .statusCode(200)
        .body("status", equalTo("suspended"))
        .body("suspension.reason", equalTo("on holiday"))
        .body("suspension.until", equalTo("2099-01-01T00:00:00Z"));
    alice.post(path + "/suspend", "{\"reason\":\"again\"}").then().statusCode(409);
    alice
        .post(path + "/reactivate")
        .then()
        .statusCode(200)
        .body("status", equalTo("active"))
        .body("suspension", nullValue())
        .body("version", equalTo(3));
    alice.post(path + "/reactivate").then().statusCode(409);
    assertThat(audit(token)).isEqualTo(3);
  }

  @Test
  @Tag("T4")
  void deletesByRevoking() {
    JsonPath token = alice.create("to delete", "demo:read");
    String path = "/api/v1/tokens/" + token.getString("id");
    alice.request().delete(path).then().statusCode(204);
    alice.get(path).then().statusCode(200).body("status", equalTo("revoked"));
  }

  @Test
  @Tag("S4")
  void membersSeeTheirOwnAndAdministratorsAll() {
    String carols = Api.as("carol").create("carol's", "demo:read").getString("id");
    String alices = alice.create("alice's", "demo:read").getString("id");
    Api.as("carol")
        .get("/api/v1/tokens?limit=100")
        .then()
        .body("items.id", hasItem(carols))
        .body("items.id", not(hasItem(alices)));
    Api.as("bob").get("/api/v1/tokens?limit=100").then().body("items.id", hasItem(carols));
    Api.as("bob").post("/api/v1/tokens/" + carols + "/revoke").then().statusCode(200);
  }

  @Test
  @Tag("S3")
  void aViewerReadsAndChangesNothing() {
    Api dave = Api.as("dave");
    dave.get("/api/v1/tokens").then().statusCode(200);
    dave.post("/api/v1/tokens", Api.body("viewer's", "demo:read"))
        .then()
        .statusCode(403)
        .body("code", equalTo("insufficient_scope"))
        .body("requiredScopes", hasItem("tokens:write"));
  }

  @Test
  @Tag("S3")
  void whatAnAdministratorSuspendedItsOwnerCannotFree() {
    Api carol = Api.as("carol");
    String path = "/api/v1/tokens/" + carol.create("watched", "demo:read").getString("id");
    Api.as("bob").post(path + "/suspend", "{\"reason\":\"odd use\"}").then().statusCode(200);
    carol.post(path + "/reactivate").then().statusCode(403);
    Api.as("bob").post(path + "/reactivate").then().statusCode(200);
    carol.post(path + "/suspend", "{\"reason\":\"mine\"}").then().statusCode(200);
    carol.post(path + "/reactivate").then().statusCode(200);
  }

  private static long audit(JsonPath token) {
    return Rows.count(
        "SELECT count(*) FROM tokens.audit_log WHERE target_id = ?",
        UUID.fromString(token.getString("id")).toString());
  }
}
