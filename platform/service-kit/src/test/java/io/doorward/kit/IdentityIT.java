package io.doorward.kit;

import static io.doorward.kit.Issuers.GATEWAY_KEY;
import static io.doorward.kit.Issuers.PROVIDER_KEY;
import static io.doorward.kit.Issuers.STRANGERS_KEY;
import static io.doorward.kit.Issuers.sign;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Issuers.class)
@Tag("G4")
class IdentityIT {
  private static ValidatableResponse get(String path, String jwt) {
    return given().header("Authorization", "Bearer " + jwt).get("/sample/" + path).then();
  }

  @Test
  void aSessionAndATokenAreBothCallers() {
    get("who", sign(Issuers.session("member"), PROVIDER_KEY))
        .statusCode(200)
        .body("session", equalTo("alice"));
    get("who", sign(Issuers.token("member", "things:read"), GATEWAY_KEY))
        .statusCode(200)
        .body("token", equalTo("alice"));
  }

  @Test
  @Tag("BRR-1")
  void nobodyIsAskedForACredentialWithoutAnErrorCode() {
    given()
        .get("/sample/who")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", is("Bearer realm=\"doorward\""))
        .body("code", equalTo("credentials_required"));
  }

  @Test
  @Tag("GWY-11")
  void anIssuerCannotSpeakForTheOtherNorAStrangerForEither() {
    String[] forged = {
      sign(Issuers.session("owner"), GATEWAY_KEY),
      sign(Issuers.token("owner", "*"), PROVIDER_KEY),
      sign(Issuers.token("owner", "*"), STRANGERS_KEY),
      sign(Issuers.claims("https://elsewhere.test", "doorward", "alice"), PROVIDER_KEY),
      "not-a-jwt",
    };
    for (String jwt : forged) {
      get("who", jwt).statusCode(401).body("code", equalTo("invalid_token"));
    }
  }

  @Test
  void expiredOrForAnotherAudienceIsNotValid() {
    JwtClaims expired = Issuers.session("owner");
    NumericDate past = NumericDate.now();
    past.addSeconds(-120);
    expired.setExpirationTime(past);
    get("who", sign(expired, PROVIDER_KEY)).statusCode(401);

    JwtClaims elsewhere = Issuers.session("owner");
    elsewhere.setAudience("another-service");
    get("who", sign(elsewhere, PROVIDER_KEY)).statusCode(401);
  }

  @Test
  @Tag("S3")
  @Tag("BRR-2")
  void aTokenNeedsTheScopeAndItsOwnersRole() {
    get("read", sign(Issuers.token("viewer", "things:read"), GATEWAY_KEY)).statusCode(200);
    get("read", sign(Issuers.token("viewer", "others:read"), GATEWAY_KEY))
        .statusCode(403)
        .body("code", equalTo("insufficient_scope"))
        .body("requiredScopes[0]", equalTo("things:read"))
        .header(
            "WWW-Authenticate",
            is("Bearer realm=\"doorward\", error=\"insufficient_scope\", scope=\"things:read\""));
    given()
        .header("Authorization", "Bearer " + sign(Issuers.token("viewer", "*"), GATEWAY_KEY))
        .contentType("application/json")
        .body("{}")
        .post("/sample")
        .then()
        .statusCode(403);
  }

  @Test
  @Tag("SCP-4")
  void anOperationWithoutDeclaredAccessIsClosedToAll() {
    get("forgotten", sign(Issuers.session("owner"), PROVIDER_KEY)).statusCode(404);
  }

  @Test
  void internalOperationsAreForTheGatewayAlone() {
    String gateway =
        sign(Issuers.claims("doorward-gateway", "doorward-internal", "gateway"), GATEWAY_KEY);
    get("internal", gateway).statusCode(200);
    get("who", gateway).statusCode(404);
    String owner =
        sign(Issuers.claims("doorward-gateway", "doorward-internal", "alice"), GATEWAY_KEY);
    get("internal", owner).statusCode(401);
    get("internal", sign(Issuers.session("owner"), PROVIDER_KEY)).statusCode(404);
  }
}
