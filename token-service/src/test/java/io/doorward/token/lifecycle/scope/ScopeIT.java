package io.doorward.token.lifecycle.scope;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S1")
class ScopeIT {
  private static final String PATH = "/api/v1/scopes";
  private static final String APPROVE =
      "{\"name\":\"reports:approve\",\"description\":\"Approve reports\",\"tokenTypes\":[\"personal\"]}";

  @Test
  void theCatalogueTellsWhatEachIsForAndWhetherTheCallerMayGiveIt() {
    owner("s-list")
        .get(PATH)
        .then()
        .statusCode(200)
        .body("items.find { it.name == 'demo:read' }.example", equalTo("GET /demo/hello"))
        .body("items.find { it.name == 'org:admin' }.permitted", equalTo(true))
        .body("items.find { it.name == 'org:admin' }.tokenTypes", contains("personal"))
        .body("items.custom", not(hasItem(true)));
    Api.as("vic", "s-list", "viewer")
        .get(PATH)
        .then()
        .body("items.find { it.name == 'demo:read' }.permitted", equalTo(true))
        .body("items.find { it.name == 'demo:write' }.permitted", equalTo(false));
  }

  @Test
  @Tag("TEN-1")
  void anOrganizationsOwnScopeIsItsOwn() {
    Api owner = owner("s-own");
    owner.post(PATH, APPROVE).then().statusCode(201).body("custom", equalTo(true));
    owner.post(PATH, APPROVE).then().statusCode(409);
    owner.get(PATH).then().body("items.name", hasItem("reports:approve"));
    Api other = owner("s-other");
    other.get(PATH).then().body("items.name", not(hasItem("reports:approve")));
    other.delete(PATH + "/reports:approve").then().statusCode(404);
    other.post("/api/v1/tokens", Api.body("x", "reports:approve")).then().statusCode(400);
    String id = owner.create("approver", "reports:approve").getString("id");
    owner.delete(PATH + "/reports:approve").then().statusCode(409);
    owner.post("/api/v1/tokens/" + id + "/revoke").then().statusCode(200);
    owner.delete(PATH + "/reports:approve").then().statusCode(204);
    owner.delete(PATH + "/reports:approve").then().statusCode(404);
    owner.delete(PATH + "/demo:read").then().statusCode(404);
  }

  @Test
  @Tag("SCP-4")
  void onlyAdministratorsMakeScopesAndNoneUnderAStandardResource() {
    Api owner = owner("s-admin");
    Api.as("mia", "s-admin", "member").post(PATH, APPROVE).then().statusCode(403);
    Api.as("adam", "s-admin", "admin").post(PATH, APPROVE).then().statusCode(201);
    for (String taken : new String[] {"org:everything", "tokens:steal", "read:all"}) {
      owner.post(PATH, APPROVE.replace("reports:approve", taken)).then().statusCode(409);
    }
    for (String types : new String[] {"[null]", "[\"agent\",null]", "[]"}) {
      owner
          .post(PATH, "{\"name\":\"a:b\",\"description\":\"d\",\"tokenTypes\":" + types + "}")
          .then()
          .statusCode(400);
    }
    for (String bad : new String[] {"reports:*", "*", "Reports:x", "reports", ""}) {
      owner.post(PATH, APPROVE.replace("reports:approve", bad)).then().statusCode(400);
    }
  }

  @Test
  @Tag("S2")
  void aTokenHasOnlyScopesForItsType() {
    Api owner = owner("s-type");
    owner.post(PATH, APPROVE).then().statusCode(201);
    for (String scope : new String[] {"reports:approve", "reports:*", "org:admin", "*"}) {
      owner.post("/api/v1/tokens", typed("agent", scope)).then().statusCode(400);
      owner.post("/api/v1/tokens", typed("personal", scope)).then().statusCode(201);
    }
    owner.post("/api/v1/tokens", typed("agent", "demo:*")).then().statusCode(201);
  }

  private static String typed(String type, String scope) {
    return "{\"name\":\"x\",\"type\":\"%s\",\"scopes\":[\"%s\"]}".formatted(type, scope);
  }

  private static Api owner(String organization) {
    Api owner = Api.as("olga", organization, "owner");
    owner.me();
    return owner;
  }
}
