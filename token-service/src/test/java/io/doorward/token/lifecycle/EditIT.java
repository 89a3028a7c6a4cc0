package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T4")
class EditIT {
  private static final String FULL =
      """
      {"name":"full","scopes":["demo:read"],"limits":{"perMinute":7},
       "allowedIps":["192.0.2.0/24"],"expiresAt":"2098-01-01T00:00:00Z",
       "tags":["ci","blue"],"metadata":{"team":"core"}}
      """;

  private final Api alice = Api.as("alice");

  @Test
  @Tag("T9")
  void whatIsNamedChangesAndTheRestStays() {
    JsonPath token = create(FULL);
    patch(alice, token, "{\"name\":\"renamed\",\"tags\":[\"green\"]}")
        .then()
        .statusCode(200)
        .body("name", equalTo("renamed"))
        .body("tags", equalTo(List.of("green")))
        .body("metadata", equalTo(Map.of("team", "core")))
        .body("limits.perMinute", equalTo(7))
        .body("allowedIps", equalTo(List.of("192.0.2.0/24")))
        .body("expiresAt", equalTo("2098-01-01T00:00:00Z"))
        .body("scopes", equalTo(List.of("demo:read")))
        .body("version", equalTo(2));
    alice.get(path(token)).then().body("name", equalTo("renamed"));
  }

  @Test
  void nullTakesAway() {
    JsonPath token = create(FULL);
    patch(
            alice,
            token,
            "{\"limits\":null,\"allowedIps\":null,\"expiresAt\":null,\"tags\":null,"
                + "\"metadata\":null}")
        .then()
        .statusCode(200)
        .body("limits.perMinute", equalTo(600))
        .body("allowedIps", equalTo(List.of()))
        .body("expiresAt", nullValue())
        .body("tags", equalTo(List.of()))
        .body("metadata", equalTo(Map.of()))
        .body("name", equalTo("full"));
  }

  @Test
  @Tag("LOG-3")
  @Tag("X4")
  void theAuditLogHasBeforeAndAfterAndNothingIfNothingChanged() {
    JsonPath token = create(FULL);
    patch(alice, token, "{\"name\":\"full\"}").then().statusCode(200).body("version", equalTo(1));
    patch(alice, token, "{\"scopes\":[\"demo:write\"]}").then().statusCode(200);
    List<Map<String, Object>> rows =
        Rows.query(
            "SELECT before->>'scopes' AS was, after->>'scopes' AS is FROM tokens.audit_log"
                + " WHERE action = 'token.updated' AND target_id = ?",
            token.getString("id"));
    assertThat(rows).containsExactly(Map.of("was", "[\"demo:read\"]", "is", "[\"demo:write\"]"));
  }

  @Test
  @Tag("API-4")
  void aVersionThatIsNotThereAnyMoreIsRefused() {
    JsonPath token = create(FULL);
    ifMatch(token, "\"1\"").then().statusCode(200).body("version", equalTo(2));
    ifMatch(token, "1").then().statusCode(409).body("code", equalTo("conflict"));
    ifMatch(token, "W/x").then().statusCode(400);
    ifMatch(token, "2").then().statusCode(200);
  }

  @Test
  @Tag("SCP-1")
  void nobodyGivesMoreThanTheyHave() {
    JsonPath me = alice.me();
    JsonPath weak = alice.create("weak", "tokens:write", "demo:read");
    Api holder = Api.withToken(weak, me);
    patch(holder, weak, "{\"scopes\":[\"demo:write\"]}").then().statusCode(403);
    patch(holder, weak, "{\"scopes\":[\"*\"]}").then().statusCode(403);
    JsonPath strong = alice.create("strong", "demo:*");
    patch(holder, strong, "{\"name\":\"taken\"}")
        .then()
        .statusCode(403)
        .body("code", equalTo("scope_exceeds_grantor"));
    patch(holder, weak, "{\"name\":\"weaker\",\"scopes\":[\"demo:read\"]}").then().statusCode(200);
    JsonPath carols = Api.as("carol").create("carol's", "demo:read");
    patch(Api.as("carol"), carols, "{\"scopes\":[\"audit:read\"]}").then().statusCode(403);
    patch(alice, carols, "{\"scopes\":[\"audit:read\"]}").then().statusCode(403);
    patch(alice, carols, "{\"scopes\":[\"agents:read\"]}").then().statusCode(200);
  }

  @Test
  void whatHasEndedIsNotEdited() {
    JsonPath revoked = create(FULL);
    alice.post(path(revoked) + "/revoke").then().statusCode(200);
    patch(alice, revoked, "{\"name\":\"x\"}").then().statusCode(409);
    JsonPath rotated = create(FULL);
    alice.post(path(rotated) + "/rotate").then().statusCode(201).body("tags", hasItem("ci"));
    patch(alice, rotated, "{\"name\":\"x\"}").then().statusCode(409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"status":"active"}               | malformed_json    | /status
          {"owner":{"id":"bob"}}            | malformed_json    | /owner
          {"environment":"test"}            | malformed_json    | /environment
          {"name":null}                     | validation_failed | /name
          {"scopes":[]}                     | validation_failed | /scopes
          {"scopes":["nope"]}               | unknown_scope     | /scopes/0
          {"expiresAt":"2020-01-01T00:00:00Z"} | validation_failed | /expiresAt
          {"limits":{"perMinute":601}}      | validation_failed | /limits/perMinute
          {"allowedIps":[]}                 | validation_failed | /allowedIps
          {"tags":["a\\nb"]}                | validation_failed | /tags/0
          {"tags":[null]}                   | validation_failed | /tags/0
          {"metadata":{"a b":"c"}}          | validation_failed | /metadata
          {"metadata":{"a":"\\u0000"}}      | validation_failed | /metadata/a
          {"metadata":{"a":7}}              | malformed_json    | /metadata/a
          """)
  @Tag("G8")
  @Tag("SCP-3")
  void whatCannotBeIsNamedAndChangesNothing(String body, String code, String location) {
    JsonPath token = create(FULL);
    String before = Rows.fingerprint();
    patch(alice, token, body)
        .then()
        .statusCode(400)
        .body("code", equalTo(code))
        .body("errors.location", hasItem(location));
    assertThat(Rows.fingerprint()).isEqualTo(before);
  }

  private JsonPath create(String body) {
    return alice.post("/api/v1/tokens", body).then().statusCode(201).extract().jsonPath();
  }

  private Response ifMatch(JsonPath token, String version) {
    return alice
        .request()
        .header("If-Match", version)
        .contentType(ContentType.JSON)
        .body("{\"name\":\"for version " + version.replace("\"", "") + "\"}")
        .patch(path(token));
  }

  private static Response patch(Api who, JsonPath token, String body) {
    return who.request().contentType(ContentType.JSON).body(body).patch(path(token));
  }

  private static String path(JsonPath token) {
    return "/api/v1/tokens/" + token.getString("id");
  }
}
