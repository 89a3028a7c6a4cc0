package io.doorward.token.directory.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
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
@Tag("S7")
class AgentIT {
  private static final String PATH = "/api/v1/agents";
  private static final String FAILED = "{\"outcome\":\"failed\",\"error\":\"no reply\"}";
  private static final String DONE = "{\"outcome\":\"succeeded\"}";

  @Test
  void anAgentIsMadeChangedAndDeletedByWhoeverMadeItAndAdministrators() {
    Api owner = person("olga", "a-crud", "owner");
    Api member = person("mia", "a-crud", "member");
    Api other = person("max", "a-crud", "member");
    String id = agent(member, "organization");
    String name = "{\"name\":\"sorter\"}";
    member.patch(PATH + "/" + id, name).then().statusCode(200).body("name", equalTo("sorter"));
    other.patch(PATH + "/" + id, name).then().statusCode(403);
    other.delete(PATH + "/" + id).then().statusCode(403);
    member.patch(PATH + "/" + id, "{\"visibility\":\"public\"}").then().statusCode(403);
    owner.patch(PATH + "/" + id, "{\"visibility\":\"public\"}").then().statusCode(200);
    Api viewer = person("vic", "a-crud", "viewer");
    viewer.get(PATH + "/" + id).then().statusCode(200);
    viewer.post(PATH, "{\"name\":\"x\"}").then().statusCode(403);
    owner.delete(PATH + "/" + id).then().statusCode(204);
    member.get(PATH + "/" + id).then().statusCode(404);
    member.post(PATH, "{}").then().statusCode(400);
  }

  @Test
  @Tag("TEN-1")
  @Tag("CMP-3")
  void visibilityTellsWhoSeesItAndTheRestFindNothing() {
    Api owner = person("olga", "a-see", "owner");
    Api member = person("mia", "a-see", "member");
    Api other = person("max", "a-see", "member");
    Api stranger = person("sid", "a-away", "owner");
    String hidden = agent(member, "private");
    String shared = agent(member, "organization");
    String open = agent(owner, "public");
    notThere(other, hidden);
    notThere(other, UUID.randomUUID().toString());
    notThere(stranger, hidden);
    notThere(stranger, shared);
    owner.get(PATH + "/" + hidden).then().statusCode(200);
    other.get(PATH).then().body("items", hasSize(2));
    owner.get(PATH).then().body("items", hasSize(3));
    stranger.get(PATH).then().body("items", hasSize(0));
    stranger.get(PATH + "/" + open).then().statusCode(200);
    stranger.delete(PATH + "/" + open).then().statusCode(404);
    stranger.post(PATH + "/" + open + "/executions").then().statusCode(404);
    stranger.get(PATH + "/" + open + "/executions").then().statusCode(404);
    token(stranger, open, "agents:read").then().statusCode(404);
    token(other, hidden, "agents:read").then().statusCode(404);
  }

  @Test
  @Tag("TEN-1")
  void theGatewayIsToldWhoseAnAgentIsAndNobodyElseMayAsk() {
    Api owner = person("olga", "a-facts-for-gateway", "owner");
    Api member = person("mia", "a-facts-for-gateway", "member");
    String id = agent(member, "private");
    String facts = "/internal/agents/" + id;
    Api.gateway()
        .get(facts)
        .then()
        .statusCode(200)
        .body("agentId", equalTo(id))
        .body("organization", equalTo("a-facts-for-gateway"))
        .body("organizationId", notNullValue())
        .body("visibility", equalTo("private"))
        .body("createdBy", equalTo("mia"));
    owner.patch(PATH + "/" + id, "{\"visibility\":\"public\"}").then().statusCode(200);
    Api.gateway().get(facts).then().body("visibility", equalTo("public"));
    owner.get(facts).then().statusCode(404);
    Api.gateway().get("/internal/agents/" + UUID.randomUUID()).then().statusCode(404);
    Api.gateway().get("/internal/agents/no-agent").then().statusCode(404);
    member.delete(PATH + "/" + id).then().statusCode(204);
    Api.gateway().get(facts).then().statusCode(404);
  }

  @Test
  void executionsAreRecordedAndAddedUp() {
    Api member = person("mia", "a-run", "member");
    String id = agent(member, "private");
    String runs = PATH + "/" + id + "/executions";
    String first = start(member, runs);
    String second = start(member, runs);
    String third = start(member, runs);
    member
        .patch(runs + "/" + first, DONE)
        .then()
        .statusCode(200)
        .body("outcome", equalTo("succeeded"))
        .body("durationMillis", notNullValue());
    member
        .patch(runs + "/" + second, FAILED)
        .then()
        .statusCode(200)
        .body("error", equalTo("no reply"));
    member.patch(runs + "/" + first, FAILED).then().statusCode(409);
    member.patch(runs + "/" + UUID.randomUUID(), DONE).then().statusCode(404);
    member.patch(runs + "/" + third, "{\"outcome\":\"lost\"}").then().statusCode(400);
    member.patch(runs + "/" + third, "{}").then().statusCode(400);
    Response page = member.get(runs + "?limit=2");
    page.then().statusCode(200).body("items.id", contains(third, second));
    member
        .get(runs + "?limit=2&cursor=" + page.jsonPath().getString("nextCursor"))
        .then()
        .body("items.id", contains(first))
        .body("nextCursor", equalTo(null));
    member
        .get(runs + "/totals")
        .then()
        .statusCode(200)
        .body("executions", equalTo(3))
        .body("running", equalTo(1))
        .body("succeeded", equalTo(1))
        .body("failed", equalTo(1))
        .body("cancelled", equalTo(0))
        .body("averageMillis", notNullValue());
  }

  @Test
  @Tag("LOG-3")
  @Tag("T4")
  void theAgentOfATokenIsInTheAuditLogAndInWhatValidatingTells() {
    Api owner = person("olga", "a-facts", "owner");
    String mine = agent(owner, "organization");
    JsonPath token = token(owner, mine, "agents:execute").jsonPath();
    owner
        .post("/api/v1/tokens/validate", "{\"token\":\"" + token.getString("token") + "\"}")
        .then()
        .statusCode(200)
        .body("agentId", equalTo(mine));
    assertThat(
            Rows.query(
                    "SELECT after->>'agentId' AS agent FROM tokens.audit_log"
                        + " WHERE target_id = ? AND action = 'token.created'",
                    token.getString("id"))
                .get(0))
        .containsEntry("agent", mine);
  }

  @Test
  @Tag("SCP-1")
  @Tag("S2")
  void aTokenConfinedToAnAgentReachesThatAgentAloneAndSoDoItsChildren() {
    Api member = person("mia", "a-token", "member");
    String mine = agent(member, "organization");
    String other = agent(member, "organization");
    JsonPath token =
        token(member, mine, "agents:write", "agents:execute", "tokens:write")
            .then()
            .statusCode(201)
            .body("type", equalTo("agent"))
            .body("agentId", equalTo(mine))
            .extract()
            .jsonPath();
    assertThat(Snapshots.of(token.getString("id")).getString("agentId")).isEqualTo(mine);
    Api holder = Api.withToken(token, member.me());
    holder.get(PATH).then().body("items.id", contains(mine));
    String run = start(holder, PATH + "/" + mine + "/executions");
    holder.patch(PATH + "/" + mine + "/executions/" + run, DONE).then().statusCode(200);
    notThere(holder, other);
    holder.post(PATH + "/" + other + "/executions").then().statusCode(404);
    holder.post(PATH, "{\"name\":\"x\"}").then().statusCode(403);
    token(holder, other, "agents:write").then().statusCode(404);
    holder
        .post("/api/v1/tokens", Api.body("child", "agents:write"))
        .then()
        .statusCode(201)
        .body("agentId", equalTo(mine));
    member.delete(PATH + "/" + mine).then().statusCode(204);
    assertThat(Snapshots.of(token.getString("id")).getString("revokedAt")).isNotNull();
    holder.get(PATH).then().statusCode(401);
  }

  @Test
  @Tag("SCP-4")
  void aTokenNeedsTheScopeOfAgentsForEachThing() {
    Api member = person("mia", "a-scope", "member");
    String id = agent(member, "organization");
    Api reader = Api.withToken(member.create("r", "agents:read"), member.me());
    reader.get(PATH + "/" + id).then().statusCode(200);
    reader.patch(PATH + "/" + id, "{\"name\":\"x\"}").then().statusCode(403);
    reader.post(PATH + "/" + id + "/executions").then().statusCode(403);
    Api runner = Api.withToken(member.create("x", "agents:execute"), member.me());
    runner.post(PATH + "/" + id + "/executions").then().statusCode(201);
    runner.get(PATH).then().statusCode(403);
  }

  private static void notThere(Api who, String id) {
    who.get(PATH + "/" + id).then().statusCode(404);
    who.patch(PATH + "/" + id, "{\"name\":\"x\"}").then().statusCode(404);
    who.delete(PATH + "/" + id).then().statusCode(404);
    who.get(PATH + "/" + id + "/executions/totals").then().statusCode(404);
  }

  private static String start(Api who, String runs) {
    return who.post(runs).then().statusCode(201).extract().jsonPath().getString("id");
  }

  private static String agent(Api who, String visibility) {
    return who.post(PATH, "{\"name\":\"triage\",\"visibility\":\"%s\"}".formatted(visibility))
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getString("id");
  }

  private static Response token(Api who, String agent, String... scopes) {
    return who.post(
        "/api/v1/tokens", Api.body("x", scopes).replace("}", ",\"agent\":\"" + agent + "\"}"));
  }

  private static Api person(String subject, String organization, String role) {
    Api api = Api.as(subject, organization, role);
    api.me();
    return api;
  }
}
