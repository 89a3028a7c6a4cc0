package io.doorward.usage;

import static io.restassured.RestAssured.given;

import io.doorward.test.identity.DemoPeople;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.UUID;

/** Asks the running service. */
public final class Figures {
  private Figures() {}

  public static ValidatableResponse ofToken(String jwt, UUID token, Instant from, Instant to) {
    return given()
        .auth()
        .oauth2(jwt)
        .queryParam("from", from.toString())
        .queryParam("to", to.toString())
        .get("/api/v1/tokens/{id}/usage", token)
        .then();
  }

  /** As the owner of acme, who sees all of it. */
  public static JsonPath ofToken(UUID token, Instant from, Instant to) {
    return ofToken(DemoPeople.token("alice"), token, from, to).statusCode(200).extract().jsonPath();
  }

  /** How many requests are counted; none while the token is not known. */
  public static long requests(UUID token, Instant from, Instant to) {
    ValidatableResponse answer = ofToken(DemoPeople.token("alice"), token, from, to);
    return answer.extract().statusCode() == 200
        ? answer.extract().jsonPath().getLong("requests")
        : 0;
  }
}
