package io.doorward.token.lifecycle;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

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
class PrivilegeIT {
  private final Api alice = Api.as("alice");

  @Test
  @Tag("SCP-1")
  @Tag("S3")
  void aMemberCannotGiveWhatTheRoleDoesNotPermit() {
    for (String scope : List.of("*", "org:admin", "members:write", "audit:read")) {
      Api.as("carol")
          .post("/api/v1/tokens", Api.body("too much", scope))
          .then()
          .statusCode(403)
          .body("code", equalTo("scope_exceeds_grantor"));
    }
    Api.as("bob").post("/api/v1/tokens", Api.body("too much", "*")).then().statusCode(403);
    alice.post("/api/v1/tokens", Api.body("everything", "*")).then().statusCode(201);
  }

  @Test
  @Tag("SCP-1")
  void aTokenCannotGiveMoreThanItHas() {
    JsonPath parent =
        alice
            .post(
                "/api/v1/tokens",
                """
                {"name":"parent","scopes":["tokens:write","demo:read"],
                 "limits":{"perMinute":10},"allowedIps":["10.0.0.0/8"],
                 "expiresAt":"2098-01-01T00:00:00Z"}
                """)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    Api token = Api.withToken(parent, alice.me());
    for (String body :
        List.of(
            Api.body("x", "demo:write"),
            Api.body("x", "demo:*"),
            Api.body("x", "*"),
            Api.body("x", "tokens:admin"),
            "{\"name\":\"x\",\"scopes\":[\"demo:read\"],\"limits\":{\"perMinute\":11}}",
            "{\"name\":\"x\",\"scopes\":[\"demo:read\"],\"allowedIps\":[\"0.0.0.0/0\"]}",
            "{\"name\":\"x\",\"scopes\":[\"demo:read\"],\"expiresAt\":\"2099-01-01T00:00:00Z\"}",
            "{\"name\":\"x\",\"scopes\":[\"demo:read\"],\"environment\":\"test\"}")) {
      token
          .post("/api/v1/tokens", body)
          .then()
          .statusCode(403)
          .body("code", equalTo("scope_exceeds_grantor"));
    }
    token
        .post("/api/v1/tokens", Api.body("child", "demo:read", "tokens:read"))
        .then()
        .statusCode(201)
        .body("limits.perMinute", equalTo(10))
        .body("allowedIps", equalTo(List.of("10.0.0.0/8")))
        .body("expiresAt", equalTo("2098-01-01T00:00:00Z"))
        .body("owner.id", equalTo("alice"));
  }

  @Test
  @Tag("SCP-5")
  void aTokenNeedsTheScopeForEachThingItDoes() {
    JsonPath me = alice.me();
    Api data = Api.withToken(alice.create("data only", "demo:*"), me);
    data.get("/api/v1/tokens")
        .then()
        .statusCode(403)
        .body("requiredScopes", hasItem("tokens:read"));
    data.post("/api/v1/tokens", Api.body("x", "demo:read")).then().statusCode(403);
    data.get("/api/v1/me").then().statusCode(200).body("credential", equalTo("token"));
    Api reader = Api.withToken(alice.create("reader", "tokens:read"), me);
    reader.get("/api/v1/tokens").then().statusCode(200);
    reader.post("/api/v1/tokens", Api.body("x", "tokens:read")).then().statusCode(403);
  }

  @Test
  @Tag("SCP-1")
  void aTokenActsForItsOwnerAloneUnlessItMayAdminister() {
    String carols = Api.as("carol").create("carol's", "demo:read").getString("id");
    JsonPath me = alice.me();
    Api writer = Api.withToken(alice.create("writer", "tokens:write"), me);
    writer.get("/api/v1/tokens/" + carols).then().statusCode(404);
    writer.post("/api/v1/tokens/" + carols + "/revoke").then().statusCode(404);
    writer.get("/api/v1/tokens?limit=100").then().body("items.id", not(hasItem(carols)));
    Api admin = Api.withToken(alice.create("admin", "tokens:admin"), me);
    admin.post("/api/v1/tokens/" + carols + "/revoke").then().statusCode(200);
  }

  @Test
  @Tag("REV-1")
  void aRevokedTokenIsRefusedAtOnceThoughItsInternalCredentialStillLives() {
    JsonPath token = alice.create("short life", "tokens:read");
    Api holder = Api.withToken(token, alice.me());
    holder.get("/api/v1/tokens").then().statusCode(200);
    alice.post("/api/v1/tokens/" + token.getString("id") + "/revoke").then().statusCode(200);
    holder.get("/api/v1/tokens").then().statusCode(401).body("code", equalTo("invalid_token"));
  }

  @Test
  @Tag("SCP-1")
  void aTokenCannotFreeAStrongerOne() {
    JsonPath strong = alice.create("strong", "demo:*");
    String path = "/api/v1/tokens/" + strong.getString("id");
    alice.post(path + "/suspend", "{\"reason\":\"for now\"}").then().statusCode(200);
    Api weak = Api.withToken(alice.create("weak", "tokens:write"), alice.me());
    weak.post(path + "/reactivate")
        .then()
        .statusCode(403)
        .body("code", equalTo("scope_exceeds_grantor"));
  }

  @Test
  @Tag("SCP-1")
  void aTokenCannotFreeOneThatMayDoMoreThanItselfInAnyWay() {
    Api narrow =
        Api.withToken(
            alice
                .post(
                    "/api/v1/tokens",
                    """
                    {"name":"narrow","scopes":["tokens:write","demo:read"],
                     "limits":{"perMinute":10},"allowedIps":["10.0.0.0/8"],
                     "expiresAt":"2098-01-01T00:00:00Z"}
                    """)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath(),
            alice.me());
    String fitting =
        "\"limits\":{\"perMinute\":9},\"allowedIps\":[\"10.1.0.0/16\"],\"expiresAt\":\"2097-01-01T00:00:00Z\"";
    reactivate(narrow, fitting, 200);
    reactivate(narrow, fitting.replace(":9", ":11"), 403);
    reactivate(narrow, fitting.replace("10.1.0.0/16", "192.0.2.0/24"), 403);
    reactivate(narrow, fitting.replace("2097", "2099"), 403);
    reactivate(narrow, fitting + ",\"environment\":\"test\"", 403);
  }

  private void reactivate(Api by, String terms, int status) {
    String path =
        "/api/v1/tokens/"
            + alice
                .post(
                    "/api/v1/tokens",
                    "{\"name\":\"held\",\"scopes\":[\"demo:read\"],%s}".formatted(terms))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id");
    alice.post(path + "/suspend", "{\"reason\":\"for now\"}").then().statusCode(200);
    by.post(path + "/reactivate").then().statusCode(status);
  }
}
