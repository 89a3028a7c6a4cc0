package io.doorward.kit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Issuers.class)
@Tag("G8")
class ProblemIT {
  private static RequestSpecification owner() {
    return given()
        .header(
            "Authorization",
            "Bearer " + Issuers.sign(Issuers.session("owner"), Issuers.PROVIDER_KEY));
  }

  private static ValidatableResponse post(String body) {
    return owner().contentType("application/json").body(body).post("/sample").then();
  }

  @Test
  void wrongMembersAreNamed() {
    post("{\"nme\":\"x\"}")
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo("malformed_json"))
        .body("errors[0].location", equalTo("/nme"))
        .body("requestId", notNullValue());
    post("{\"count\":\"7\"}").statusCode(400).body("errors[0].location", equalTo("/count"));
    post("{\"name\":7}").statusCode(400).body("errors[0].location", equalTo("/name"));
    post("{\"count\":1.5}").statusCode(400).body("errors[0].location", equalTo("/count"));
    post("{\"name\":\"too long\",\"tags\":[\"ok\",\"wrong\"]}")
        .statusCode(400)
        .body("code", equalTo("validation_failed"))
        .body("errors.location", equalTo(java.util.List.of("/name", "/tags/1")));
  }

  @Test
  @Tag("DOS-3")
  void jsonThatIsNoneOrABombIsRefused() {
    post("{\"name\":").statusCode(400).body("code", equalTo("malformed_json"));
    post("{\"name\":\"a\",\"name\":\"b\"}").statusCode(400).body("code", equalTo("malformed_json"));
    post("{\"name\":" + "[".repeat(200)).statusCode(400).body("code", equalTo("malformed_json"));
    post("{} {}").statusCode(400).body("code", equalTo("malformed_json"));
  }

  @Test
  @Tag("API-2")
  void aCharacterThatNoStoreKeepsIsRefusedWhereverItStands() {
    post("{\"name\":\"a\\u0000b\"}")
        .statusCode(400)
        .body("code", equalTo("validation_failed"))
        .body("errors[0].location", equalTo("/name"));
    owner()
        .urlEncodingEnabled(false)
        .get("/sample/%00")
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid_request"));
  }

  @Test
  @Tag("API-3")
  void wrongMethodMediaTypeAndPathAreProblems() {
    owner()
        .delete("/sample/who")
        .then()
        .statusCode(405)
        .body("code", equalTo("method_not_allowed"));
    owner()
        .contentType("text/plain")
        .body("x")
        .post("/sample")
        .then()
        .statusCode(415)
        .body("code", equalTo("unsupported_media_type"));
    owner().get("/nowhere").then().statusCode(404).body("code", equalTo("not_found"));
  }

  @Test
  @Tag("API-3")
  void anAnswerNobodyCanReadIsAProblem() {
    owner()
        .accept("image/png")
        .get("/sample/who")
        .then()
        .statusCode(406)
        .contentType("application/problem+json")
        .body("code", equalTo("not_acceptable"));
  }

  @Test
  @Tag("DOS-1")
  void aBodyOverTheBoundIsRefused() {
    post("{\"name\":\"" + "x".repeat(70_000) + "\"}")
        .statusCode(413)
        .body("code", equalTo("body_too_large"));
  }

  @Test
  @Tag("LOG-5")
  void whatWentWrongInsideStaysInside() {
    String body = owner().get("/sample/boom").then().statusCode(500).extract().asString();
    assertThat(body).contains("internal_error").doesNotContain("Internals", "Exception", "secret");
  }

  @Test
  @Tag("LOG-1")
  void aCleanRequestIdIsKeptAndADirtyOneReplaced() {
    owner()
        .header("X-Request-Id", "abcdef-123")
        .get("/sample/who")
        .then()
        .header("X-Request-Id", equalTo("abcdef-123"));
    String replaced =
        owner()
            .header("X-Request-Id", "a\u2028b <script>")
            .get("/sample/who")
            .then()
            .extract()
            .header("X-Request-Id");
    assertThat(replaced).matches("[0-9a-f-]{36}");
  }
}
