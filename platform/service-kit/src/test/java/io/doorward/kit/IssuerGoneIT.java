package io.doorward.kit;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(IssuerGoneIT.Gone.class)
@Tag("G7")
class IssuerGoneIT {
  /** The provider's keys are where nobody listens. */
  public static class Gone extends Issuers {
    @Override
    public Map<String, String> start() {
      Map<String, String> settings = new HashMap<>(super.start());
      settings.put("doorward.identity.session.jwks", "http://127.0.0.1:1/jwks");
      return settings;
    }
  }

  @Test
  @Tag("RES-1")
  void aSessionThatCannotBeCheckedIsNotCalledInvalid() {
    given()
        .auth()
        .oauth2(Issuers.sign(Issuers.session("owner"), Issuers.PROVIDER_KEY))
        .get("/sample/who")
        .then()
        .statusCode(503)
        .contentType("application/problem+json")
        .header("Retry-After", notNullValue())
        .body("code", equalTo("dependency_unavailable"));
  }

  @Test
  void theOtherIssuerIsStillBelieved() {
    given()
        .auth()
        .oauth2(Issuers.sign(Issuers.token("member", "things:read"), Issuers.GATEWAY_KEY))
        .get("/sample/read")
        .then()
        .statusCode(200);
  }
}
