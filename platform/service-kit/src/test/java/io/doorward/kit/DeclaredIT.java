package io.doorward.kit;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(Issuers.class)
@Tag("API-3")
class DeclaredIT {
  private static RequestSpecification owner() {
    return given()
        .urlEncodingEnabled(false)
        .header(
            "Authorization",
            "Bearer " + Issuers.sign(Issuers.session("owner"), Issuers.PROVIDER_KEY));
  }

  private static ValidatableResponse refused(ValidatableResponse answer, String... locations) {
    return answer
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo("validation_failed"))
        .body("errors.location", equalTo(List.of(locations)));
  }

  @ParameterizedTest
  @CsvSource({
    "/sample/list?limt=1, query/limt",
    "/sample/list?Limit=1, query/Limit",
    "/sample/list?limit=1&limit=1, query/limit",
    "/sample/list?tag=a&tag=b, query/tag",
    "/sample/list?limit=1&other, query/other",
    "/sample/list?li%6dit=1&limit=2, query/limit",
    "/sample/who?limit=1, query/limit",
    "/sample/who?limit, query/limit",
  })
  void whatWouldNotCountIsNamed(String target, String location) {
    refused(owner().get(target).then(), location);
  }

  @ParameterizedTest
  @CsvSource({"/sample/list", "/sample/list?limit=1&tag=a", "/sample/who"})
  void whatIsDeclaredIsTakenOnce(String target) {
    owner().get(target).then().statusCode(200);
  }

  @Test
  void aMutationIsRefusedBeforeItHappensToo() {
    refused(
        owner()
            .contentType("application/json")
            .body("{\"name\":\"a\"}")
            .post("/sample?dryrun=true")
            .then(),
        "query/dryrun");
  }

  @Test
  void manyAreNamedInPart() {
    StringBuilder query = new StringBuilder("/sample/who?" + "n".repeat(1_000));
    for (int i = 0; i < 100; i++) {
      query.append("&p").append(i).append("=1");
    }
    owner().get(query.toString()).then().statusCode(400).body("errors", hasSize(20));
  }

  @Test
  void aStrangerIsAskedWhoTheyAreFirst() {
    given().get("/sample/list?limt=1").then().statusCode(401);
  }

  @Test
  void whatSomebodyElsesStandardDescribesIgnoresWhatItDoesNotKnow() {
    owner()
        .header("Idempotency-Key", "k")
        .post("/sample/foreign?resource=x&resource=y")
        .then()
        .statusCode(200);
  }

  @Test
  @Tag("API-4")
  void aKeyThatNobodyKeepsIsRefusedAndOneThatIsKeptIsNot() {
    refused(
        owner()
            .header("Idempotency-Key", "k")
            .contentType("application/json")
            .body("{\"name\":\"a\"}")
            .post("/sample")
            .then(),
        "header/Idempotency-Key");
    owner()
        .header("Idempotency-Key", "k")
        .post("/sample/kept")
        .then()
        .statusCode(200)
        .body(equalTo("k"));
    // Reading twice is reading once.
    owner().header("Idempotency-Key", "k").get("/sample/who").then().statusCode(200);
  }
}
