package io.doorward.token.directory.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Snapshots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T10")
class ServiceAccountIT {
  private static final String PATH = "/api/v1/service-accounts";
  private static final String IPS = ",\"allowedIps\":[\"10.0.0.0/8\"]";
  private static final String OFF = "{\"enabled\":false}";
  private static final String ON = "{\"enabled\":true}";

  @Test
  void aServiceAccountOwnsTokensOfItsType() {
    Api owner = owner("sa-own");
    String id = account(owner, "member");
    JsonPath token = token(owner, id, "demo:read", IPS).then().statusCode(201).extract().jsonPath();
    assertThat(token.getString("type")).isEqualTo("service");
    assertThat(token.getString("owner.kind")).isEqualTo("service_account");
    assertThat(token.getString("owner.id")).isEqualTo(id);
    JsonPath snapshot = Snapshots.of(token.getString("id"));
    assertThat(snapshot.getString("role")).isEqualTo("member");
    assertThat(snapshot.getString("owner.kind")).isEqualTo("service_account");
    owner.get(PATH).then().body("items", hasSize(1)).body("items[0].name", equalTo("deployer"));
    owner.get(PATH + "/" + id).then().body("enabled", equalTo(true));
  }

  @Test
  @Tag("SCP-1")
  void itsTokensStayBelowItsRoleAndItsCreatorsAndNeedAnAllowList() {
    Api owner = owner("sa-rank");
    String viewer = account(owner, "viewer");
    token(owner, viewer, "demo:write", IPS).then().statusCode(403);
    token(owner, viewer, "demo:read", IPS).then().statusCode(201);
    token(owner, viewer, "demo:read", "")
        .then()
        .statusCode(400)
        .body("errors[0].location", equalTo("/allowedIps"));
    for (String everywhere : new String[] {"[\"0.0.0.0/0\"]", "[\"10.0.0.0/8\",\"::/0\"]"}) {
      token(owner, viewer, "demo:read", ",\"allowedIps\":" + everywhere)
          .then()
          .statusCode(400)
          .body("errors[0].location", equalTo("/allowedIps"));
    }
    token(owner, viewer, "demo:read", IPS + ",\"type\":\"personal\"").then().statusCode(400);
    Api admin = Api.as("adam", "sa-rank", "admin");
    create(admin, "owner").then().statusCode(403);
    String strong = account(owner, "owner");
    token(admin, strong, "org:read", IPS).then().statusCode(201);
    token(admin, strong, "tokens:admin", IPS).then().statusCode(201);
    admin.patch(PATH + "/" + strong, OFF).then().statusCode(403);
    Api member = Api.as("mia", "sa-rank", "member");
    member.get(PATH).then().statusCode(403);
    create(member, "viewer").then().statusCode(403);
    token(member, viewer, "demo:read", IPS).then().statusCode(403);
    create(owner, "viewer").then().statusCode(201);
    create(owner, "viewer").then().statusCode(409);
  }

  @Test
  @Tag("REV-7")
  void disabledItsTokensAreSuspendedAndEnabledTheyStandAsBefore() {
    Api owner = owner("sa-off");
    String id = account(owner, "member");
    JsonPath plain = token(owner, id, "tokens:read", IPS).jsonPath();
    String tokens = "/api/v1/tokens/";
    String suspended = token(owner, id, "demo:read", IPS).jsonPath().getString("id");
    owner.post(tokens + suspended + "/suspend", "{\"reason\":\"odd use\"}").then().statusCode(200);
    owner.patch(PATH + "/" + id, OFF).then().statusCode(200).body("enabled", equalTo(false));
    assertThat(Snapshots.of(plain.getString("id")).getString("suspendedAt")).isNotNull();
    assertThat(Snapshots.version(plain.getString("id"))).isEqualTo(2);
    owner
        .get(tokens + plain.getString("id"))
        .then()
        .body("status", equalTo("suspended"))
        .body("suspension.reason", equalTo("the service account is disabled"));
    owner.get(tokens + "?status=suspended").then().body("items", hasSize(2));
    owner.get(tokens + "?status=active").then().body("items", hasSize(0));
    owner.post(tokens + plain.getString("id") + "/reactivate").then().statusCode(409);
    Api.withToken(plain, me(owner, id)).get(tokens).then().statusCode(401);
    token(owner, id, "demo:read", IPS).then().statusCode(409);
    owner.patch(PATH + "/" + id, ON).then().statusCode(200).body("enabled", equalTo(true));
    assertThat(Snapshots.of(plain.getString("id")).getString("suspendedAt")).isNull();
    owner
        .get(tokens + suspended)
        .then()
        .body("status", equalTo("suspended"))
        .body("suspension.reason", equalTo("odd use"));
    Api.withToken(plain, me(owner, id)).get(tokens).then().body("items", hasSize(2));
  }

  @Test
  @Tag("SCP-6")
  @Tag("REV-7")
  void aNewRoleAndADeletionReachItsTokens() {
    Api owner = owner("sa-gone");
    String id = account(owner, "member");
    JsonPath token = token(owner, id, "tokens:write", IPS).jsonPath();
    Api holder = Api.withToken(token, me(owner, id));
    holder.post("/api/v1/tokens", Api.body("child", "tokens:read")).then().statusCode(403);
    owner.patch(PATH + "/" + id, "{\"role\":\"viewer\"}").then().statusCode(200);
    assertThat(Snapshots.of(token.getString("id")).getString("role")).isEqualTo("viewer");
    owner.delete(PATH + "/" + id).then().statusCode(204);
    assertThat(Snapshots.of(token.getString("id")).getString("revokedAt")).isNotNull();
    owner.get(PATH + "/" + id).then().statusCode(404);
    token(owner, id, "demo:read", IPS).then().statusCode(404);
  }

  @Test
  @Tag("TEN-1")
  @Tag("CMP-3")
  void anotherOrganizationsIsNotThere() {
    String id = account(owner("sa-mine"), "member");
    Api stranger = owner("sa-theirs");
    for (String other : new String[] {id, UUID.randomUUID().toString(), "nonsense"}) {
      stranger.get(PATH + "/" + other).then().statusCode(404);
      stranger.patch(PATH + "/" + other, OFF).then().statusCode(404);
      stranger.delete(PATH + "/" + other).then().statusCode(404);
    }
    token(stranger, id, "demo:read", IPS).then().statusCode(404);
    stranger.get(PATH).then().body("items", hasSize(0));
  }

  private static JsonPath me(Api owner, String account) {
    JsonPath me = owner.me();
    return JsonPath.from(
        """
        {"subject":"%s","role":"member","organization":{"id":"%s","slug":"%s"}}
        """
            .formatted(
                account, me.getString("organization.id"), me.getString("organization.slug")));
  }

  private static String account(Api who, String role) {
    return create(who, role).then().statusCode(201).extract().jsonPath().getString("id");
  }

  private static Response create(Api who, String role) {
    return who.post(PATH, "{\"name\":\"deployer\",\"role\":\"%s\"}".formatted(role));
  }

  private static Response token(Api who, String account, String scope, String more) {
    return who.post(
        "/api/v1/tokens",
        "{\"name\":\"x\",\"scopes\":[\"%s\"],\"serviceAccount\":\"%s\"%s}"
            .formatted(scope, account, more));
  }

  private static Api owner(String organization) {
    Api owner = Api.as("olga", organization, "owner");
    owner.me();
    return owner;
  }
}
