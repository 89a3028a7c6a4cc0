package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("G8")
class BadInputIT {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          unknown field      | {"name":"a","scopes":["read"],"owner":"bob"}              | malformed_json    | /owner
          mass assignment    | {"name":"a","scopes":["read"],"status":"active"}          | malformed_json    | /status
          repeated field     | {"name":"a","name":"b","scopes":["read"]}                 | malformed_json    |
          wrong type         | {"name":7,"scopes":["read"]}                              | malformed_json    | /name
          scopes a string    | {"name":"a","scopes":"read"}                              | malformed_json    | /scopes
          limit in quotes    | {"name":"a","scopes":["read"],"limits":{"perMinute":"9"}} | malformed_json    | /limits/perMinute
          limit a fraction   | {"name":"a","scopes":["read"],"limits":{"perMinute":1.5}} | malformed_json    | /limits/perMinute
          limit too large    | {"name":"a","scopes":["read"],"limits":{"perDay":9223372036854775808}} | malformed_json | /limits/perDay
          unknown type       | {"name":"a","scopes":["read"],"type":"root"}              | malformed_json    | /type
          time without zone  | {"name":"a","scopes":["read"],"expiresAt":"2099-01-01T00:00:00"} | malformed_json | /expiresAt
          time a number      | {"name":"a","scopes":["read"],"expiresAt":2147483648}     | malformed_json    | /expiresAt
          no JSON            | {"name":                                                  | malformed_json    |
          an array           | []                                                        | malformed_json    |
          two documents      | {"name":"a","scopes":["read"]}{}                          | malformed_json    |
          name missing       | {"scopes":["read"]}                                       | validation_failed | /name
          name blank         | {"name":"  ","scopes":["read"]}                           | validation_failed | /name
          name with newline  | {"name":"a\\nb","scopes":["read"]}                        | validation_failed | /name
          name with zero     | {"name":"a\\u0000b","scopes":["read"]}                    | validation_failed | /name
          name turning text  | {"name":"a\\u202eb","scopes":["read"]}                    | validation_failed | /name
          scopes missing     | {"name":"a"}                                              | validation_failed | /scopes
          scopes empty       | {"name":"a","scopes":[]}                                  | validation_failed | /scopes
          scope null         | {"name":"a","scopes":[null]}                              | validation_failed | /scopes/0
          unknown scope      | {"name":"a","scopes":["read","agents:fly"]}               | unknown_scope     | /scopes/1
          scope upper case   | {"name":"a","scopes":["READ"]}                            | unknown_scope     | /scopes/0
          scope look-alike   | {"name":"a","scopes":["re\\u0430d"]}                      | unknown_scope     | /scopes/0
          scope with blank   | {"name":"a","scopes":["read "]}                           | unknown_scope     | /scopes/0
          unknown wildcard   | {"name":"a","scopes":["nothing:*"]}                       | unknown_scope     | /scopes/0
          limit zero         | {"name":"a","scopes":["read"],"limits":{"perHour":0}}     | validation_failed | /limits/perHour
          limit negative     | {"name":"a","scopes":["read"],"limits":{"perSecond":-1}}  | validation_failed | /limits/perSecond
          limit over plan    | {"name":"a","scopes":["read"],"limits":{"perMinute":601}} | validation_failed | /limits/perMinute
          expiry past        | {"name":"a","scopes":["read"],"expiresAt":"2020-01-01T00:00:00Z"} | validation_failed | /expiresAt
          expiry year 10000  | {"name":"a","scopes":["read"],"expiresAt":"+10000-01-01T00:00:00Z"} | validation_failed | /expiresAt
          no IP              | {"name":"a","scopes":["read"],"allowedIps":["example.com"]} | validation_failed | /allowedIps/0
          prefix too long    | {"name":"a","scopes":["read"],"allowedIps":["10.0.0.0/33"]} | validation_failed | /allowedIps/0
          no IP at all       | {"name":"a","scopes":["read"],"allowedIps":[]}            | validation_failed | /allowedIps
          """)
  void isNamedAndChangesNothing(String what, String body, String code, String location) {
    Api alice = Api.as("alice");
    alice.me();
    String before = Rows.fingerprint();
    var answer =
        alice
            .post("/api/v1/tokens", body)
            .then()
            .statusCode(400)
            .contentType("application/problem+json")
            .body("code", equalTo(code))
            .body("requestId", not(blankOrNullString()));
    if (location != null) {
      answer.body("errors.location", hasItem(location));
    }
    assertThat(Rows.fingerprint()).isEqualTo(before);
  }

  @Test
  void aNameOf101CharactersIsTooLongAnd100EmojiAreNot() {
    Api alice = Api.as("alice");
    alice
        .post("/api/v1/tokens", Api.body("x".repeat(101), "read"))
        .then()
        .statusCode(400)
        .body("errors.location", hasItem("/name"));
    alice.post("/api/v1/tokens", Api.body("🚪".repeat(100), "read")).then().statusCode(201);
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    Api.as("alice")
        .post(
            "/api/v1/tokens",
            "{\"name\":\"\",\"scopes\":[\"nope\"],\"limits\":{\"perDay\":0},"
                + "\"allowedIps\":[\"x\"],\"expiresAt\":\"2020-01-01T00:00:00Z\"}")
        .then()
        .statusCode(400)
        .body("code", equalTo("validation_failed"))
        .body("errors.size()", equalTo(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"reason\":\"x\",\"until\":\"+999999-01-01T00:00:00Z\"}",
        "{\"reason\":\"x\",\"until\":\"2020-01-01T00:00:00Z\"}",
        "{\"reason\":\"half a character \\ud800\"}",
        "{\"reason\":\"a zero \\u0000\"}",
        "{\"reason\":\" \"}",
      })
  void aSuspensionThatCannotBeKeptIsRefusedAndChangesNothing(String body) {
    Api alice = Api.as("alice");
    String id = alice.create("stays", "read").getString("id");
    String before = Rows.fingerprint();
    alice
        .post("/api/v1/tokens/" + id + "/suspend", body)
        .then()
        .statusCode(400)
        .body("code", equalTo("validation_failed"));
    assertThat(Rows.fingerprint()).isEqualTo(before);
  }

  @Test
  @Tag("DOS-1")
  void aBodyThatIsTooLargeIsRefused() {
    Api.as("alice")
        .post("/api/v1/tokens", "{\"name\":\"" + "x".repeat(70_000) + "\"}")
        .then()
        .statusCode(413);
  }

  @Test
  @Tag("API-3")
  void otherMediaTypesAndMethodsAreRefused() {
    Api alice = Api.as("alice");
    alice
        .request()
        .contentType(ContentType.TEXT)
        .body("hello")
        .post("/api/v1/tokens")
        .then()
        .statusCode(415)
        .body("code", equalTo("unsupported_media_type"));
    alice
        .request()
        .delete("/api/v1/tokens")
        .then()
        .statusCode(405)
        .body("code", equalTo("method_not_allowed"));
  }

  @Test
  @Tag("BRR-1")
  void nobodyGetsIn() {
    RestAssured.get("/api/v1/tokens")
        .then()
        .statusCode(401)
        .body("code", equalTo("credentials_required"));
    RestAssured.given()
        .auth()
        .oauth2("garbage")
        .get("/api/v1/tokens")
        .then()
        .statusCode(401)
        .body("code", equalTo("invalid_token"));
  }
}
