package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Snapshots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rotation, edits and policy where the owner is no person, or an agent confines the token. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T4")
class InterplayIT {
  private static final String TOKENS = "/api/v1/tokens";
  private static final String ACCOUNTS = "/api/v1/service-accounts";

  @Test
  @Tag("ROT-1")
  @Tag("REV-7")
  void aSuccessorBelongsToTheServiceAccountAndIsSuspendedAndRevokedWithIt() {
    Api owner = owner("mix-sa");
    String account = account(owner);
    JsonPath old = token(owner, account, "tokens:write");
    JsonPath next = rotated(Api.withToken(old, me(owner, account)), old);
    assertThat(next.getString("owner.id")).isEqualTo(account);
    assertThat(next.getString("owner.kind")).isEqualTo("service_account");
    owner.patch(ACCOUNTS + "/" + account, "{\"enabled\":false}").then().statusCode(200);
    for (JsonPath each : new JsonPath[] {old, next}) {
      assertThat(Snapshots.of(each.getString("id")).getString("suspendedAt")).isNotNull();
    }
    owner.post(path(next) + "/rotate").then().statusCode(409);
    owner.patch(path(next), "{\"name\":\"renamed\"}").then().statusCode(200);
    assertThat(Snapshots.of(next.getString("id")).getString("suspendedAt")).isNotNull();
    owner.patch(ACCOUNTS + "/" + account, "{\"enabled\":true}").then().statusCode(200);
    assertThat(Snapshots.of(next.getString("id")).getString("suspendedAt")).isNull();
    owner.delete(ACCOUNTS + "/" + account).then().statusCode(204);
    assertThat(Snapshots.of(next.getString("id")).getString("revokedAt")).isNotNull();
  }

  @Test
  @Tag("SCP-1")
  void aSecretOfAServiceAccountsTokenIsForWhoeverLooksAfterServiceAccounts() {
    Api owner = owner("mix-secret");
    JsonPath old = token(owner, account(owner), "demo:read");
    JsonPath narrow = owner.create("narrow", "tokens:admin", "demo:read");
    String body = "{\"name\":\"wide\",\"scopes\":[\"tokens:admin\",\"demo:read\",";
    JsonPath wide =
        owner
            .post(TOKENS, body + "\"service-accounts:write\"],\"allowedIps\":[\"10.0.0.0/8\"]}")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    Api.withToken(narrow, owner.me())
        .post(path(old) + "/rotate")
        .then()
        .statusCode(403)
        .body("type", endsWith("insufficient_scope"));
    rotated(Api.withToken(wide, owner.me()), old);
  }

  @Test
  @Tag("SCP-6")
  void anEditKeepsWhatTheTypeAndTheOwnerAskOfTheToken() {
    Api owner = owner("mix-edit");
    JsonPath service = token(owner, account(owner), "demo:read");
    owner.patch(path(service), "{\"scopes\":[\"members:write\"]}").then().statusCode(400);
    owner
        .patch(path(service), "{\"allowedIps\":null}")
        .then()
        .statusCode(400)
        .body("errors[0].location", equalTo("/allowedIps"));
    owner
        .patch(path(service), "{\"allowedIps\":[\"10.1.0.0/16\"],\"tags\":[\"ci\"]}")
        .then()
        .statusCode(200)
        .body("tags[0]", equalTo("ci"));
  }

  @Test
  @Tag("S7")
  @Tag("SCP-1")
  void aConfinedTokenGetsHoldOfNoUnconfinedOneAndStaysConfined() {
    Api owner = owner("mix-agent");
    JsonPath free = owner.create("free", "demo:read");
    String agent =
        owner
            .post("/api/v1/agents", "{\"name\":\"sorter\",\"visibility\":\"private\"}")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("id");
    JsonPath bound =
        owner
            .post(
                TOKENS,
                """
                {"name":"bound","agent":"%s","scopes":["tokens:write","demo:read"],"tags":["a"]}
                """
                    .formatted(agent))
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    Api holder = Api.withToken(bound, owner.me());
    holder.post(path(free) + "/rotate").then().statusCode(403);
    holder.patch(path(free), "{\"name\":\"taken\"}").then().statusCode(403);
    JsonPath next = rotated(holder, bound);
    assertThat(next.getString("agentId")).isEqualTo(agent);
    assertThat(next.getList("tags")).hasSize(1);
    assertThat(Snapshots.of(next.getString("id")).getString("agentId")).isEqualTo(agent);
    owner.delete("/api/v1/agents/" + agent).then().statusCode(204);
    assertThat(Snapshots.of(next.getString("id")).getString("revokedAt")).isNotNull();
  }

  @Test
  @Tag("T9")
  void thePolicyHoldsForServiceAccountsAndForWhatATemplateGives() {
    Api owner = owner("mix-policy");
    String account = account(owner);
    owner
        .request()
        .contentType(ContentType.JSON)
        .body("{\"expiryRequired\":true}")
        .put("/api/v1/policy")
        .then()
        .statusCode(200);
    owner
        .post(TOKENS, body(account, "demo:read"))
        .then()
        .statusCode(400)
        .body("errors[0].location", equalTo("/expiresAt"));
    String template = "{\"name\":\"t\",\"template\":\"read-only\",\"tags\":[\"made\"]";
    owner
        .post(TOKENS, template + ",\"expiresAt\":\"2099-01-01T00:00:00Z\"}")
        .then()
        .statusCode(201)
        .body("tags[0]", equalTo("made"))
        .body("expiresAt", equalTo("2099-01-01T00:00:00Z"));
  }

  private static JsonPath rotated(Api who, JsonPath old) {
    return who.post(path(old) + "/rotate").then().statusCode(201).extract().jsonPath();
  }

  private static String path(JsonPath token) {
    return TOKENS + "/" + token.getString("id");
  }

  private static JsonPath token(Api who, String account, String scope) {
    return who.post(TOKENS, body(account, scope)).then().statusCode(201).extract().jsonPath();
  }

  private static String body(String account, String scope) {
    return """
        {"name":"x","scopes":["%s"],"serviceAccount":"%s","allowedIps":["10.0.0.0/8"]}
        """
        .formatted(scope, account);
  }

  private static String account(Api owner) {
    return owner
        .post(ACCOUNTS, "{\"name\":\"deployer\",\"role\":\"member\"}")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getString("id");
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

  private static Api owner(String organization) {
    Api owner = Api.as("olga", organization, "owner");
    owner.me();
    return owner;
  }
}
