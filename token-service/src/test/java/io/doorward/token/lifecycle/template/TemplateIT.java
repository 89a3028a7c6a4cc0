package io.doorward.token.lifecycle.template;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T11")
class TemplateIT {
  private static final String PATH = "/api/v1/templates";
  private static final String OWN =
      "{\"name\":\"ours\",\"scopes\":[\"demo:read\"],\"lifetimeDays\":7,"
          + "\"limits\":{\"perMinute\":5},\"shared\":false}";
  private static final String SHARED = OWN.replace("false", "true");

  @ParameterizedTest
  @ValueSource(strings = {"ci-cd", "development", "production", "mcp-server", "read-only"})
  void aTokenIsMadeFromEachBuiltInOne(String template) {
    Api owner = person("olga", "t-built", "owner");
    Response given = owner.get(PATH + "/" + template);
    given.then().statusCode(200).body("builtIn", equalTo(true));
    use(owner, template, "")
        .then()
        .statusCode(201)
        .body("scopes", equalTo(given.jsonPath().getList("scopes")))
        .body("type", equalTo(given.jsonPath().getString("type")))
        .body("environment", equalTo(given.jsonPath().getString("environment")))
        .body("expiresAt", notNullValue());
    owner.delete(PATH + "/" + template).then().statusCode(409);
    put(owner, template, OWN).then().statusCode(409);
  }

  @Test
  void whatIsAskedForCountsBeforeTheTemplate() {
    Api owner = person("olga", "t-own", "owner");
    String id = create(owner, OWN);
    use(owner, id, "").then().statusCode(201).body("limits.perMinute", equalTo(5));
    use(
            owner,
            id,
            ",\"scopes\":[\"read\"],\"expiresAt\":\"2098-01-01T00:00:00Z\",\"environment\":\"test\"")
        .then()
        .statusCode(201)
        .body("scopes", contains("read"))
        .body("environment", equalTo("test"))
        .body("expiresAt", equalTo("2098-01-01T00:00:00Z"));
    put(owner, id, OWN.replace("ours", "theirs")).then().body("name", equalTo("theirs"));
    owner.delete(PATH + "/" + id).then().statusCode(204);
    use(owner, id, "").then().statusCode(404);
  }

  @Test
  @Tag("SCP-1")
  void aTemplateGivesNobodyMoreThanTheyHave() {
    Api owner = person("olga", "t-rank", "owner");
    String id = create(owner, SHARED.replace("demo:read", "org:admin"));
    Api member = person("mia", "t-rank", "member");
    use(member, id, "").then().statusCode(403).body("code", equalTo("scope_exceeds_grantor"));
    use(member, id, ",\"scopes\":[\"read\"]").then().statusCode(201);
  }

  @Test
  @Tag("TEN-1")
  @Tag("CMP-3")
  void onlySharedOnesAreSeenByOthersAndNoneByAnotherOrganization() {
    Api owner = person("olga", "t-see", "owner");
    Api member = person("mia", "t-see", "member");
    Api stranger = person("sid", "t-away", "owner");
    String shared = create(owner, SHARED);
    String hidden = create(owner, OWN);
    member.get(PATH).then().body("items.id", hasItems(shared, "read-only"));
    member.get(PATH).then().body("items.id", not(hasItem(hidden)));
    stranger.get(PATH).then().body("items.id", not(hasItem(shared)));
    for (String id : new String[] {hidden, "nonsense"}) {
      member.get(PATH + "/" + id).then().statusCode(404);
      put(member, id, OWN).then().statusCode(404);
      member.delete(PATH + "/" + id).then().statusCode(404);
      use(member, id, "").then().statusCode(404);
    }
    stranger.get(PATH + "/" + shared).then().statusCode(404);
    use(stranger, shared, "").then().statusCode(404);
    member.delete(PATH + "/" + shared).then().statusCode(403);
    member.post(PATH, SHARED).then().statusCode(403);
    create(member, OWN);
    person("vic", "t-see", "viewer").post(PATH, OWN).then().statusCode(403);
  }

  @Test
  void whatNoTokenCouldHaveIsRefused() {
    Api owner = person("olga", "t-bad", "owner");
    for (String bad :
        new String[] {
          "{}",
          OWN.replace("demo:read", "no:such"),
          OWN.replace(":7,", ":0,"),
          OWN.replace(":5}", ":0}"),
          OWN.replace("\"demo:read\"", "\"org:admin\"")
              .replace("{\"name", "{\"type\":\"agent\",\"name")
        }) {
      owner.post(PATH, bad).then().statusCode(400);
    }
  }

  private static Response use(Api who, String template, String more) {
    return who.post(
        "/api/v1/tokens", "{\"name\":\"x\",\"template\":\"%s\"%s}".formatted(template, more));
  }

  private static Response put(Api who, String id, String body) {
    return who.request().contentType(ContentType.JSON).body(body).put(PATH + "/" + id);
  }

  private static String create(Api who, String body) {
    return who.post(PATH, body).then().statusCode(201).extract().jsonPath().getString("id");
  }

  private static Api person(String subject, String organization, String role) {
    Api api = Api.as(subject, organization, role);
    api.me();
    return api;
  }
}
