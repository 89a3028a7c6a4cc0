package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S5")
class TokenPolicyIT {
  private static final String STRICT =
      """
      {"maxLifetime":"P10D","expiryRequired":true,"allowListRequired":["service"],
       "allowedScopes":{"service":["demo:*"]},"maxTokensPerUser":50,"creationsPerHour":60}
      """;

  @Test
  @Tag("T10")
  void countsWhenATokenIsMade() {
    Api owner = Api.as("pia", "policy-create", "owner");
    put(owner, STRICT).then().statusCode(200).body("maxLifetime", equalTo("PT240H"));
    refused(owner, "{\"name\":\"a\",\"scopes\":[\"read\"]}", "/expiresAt");
    refused(owner, body("personal", "read", Duration.ofDays(11), false), "/expiresAt");
    refused(owner, body("service", "demo:read", Duration.ofDays(1), false), "/allowedIps");
    refused(owner, body("service", "read", Duration.ofDays(1), true), "/scopes");
    for (String good :
        List.of(
            body("personal", "read", Duration.ofDays(9), false),
            body("service", "demo:read", Duration.ofDays(9), true))) {
      owner.post("/api/v1/tokens", good).then().statusCode(201);
    }
  }

  @Test
  void countsForWhatIsEditedAndNotForTheRest() {
    Api owner = Api.as("pam", "policy-edit", "owner");
    String path = "/api/v1/tokens/" + owner.create("before", "read").getString("id");
    put(owner, STRICT).then().statusCode(200);
    patch(owner, path, "{\"name\":\"renamed\"}").then().statusCode(200);
    patch(owner, path, "{\"expiresAt\":null}")
        .then()
        .statusCode(400)
        .body("errors.location", contains("/expiresAt"));
    patch(owner, path, "{\"expiresAt\":\"2098-01-01T00:00:00Z\"}").then().statusCode(400);
  }

  @Test
  @Tag("ROT-5")
  void shortensTheLifeOfASuccessorAndRefusesWhatItCannotMend() {
    Api owner = Api.as("pat", "policy-rotate", "owner");
    JsonPath endless = owner.create("endless", "read");
    JsonPath service =
        owner
            .post(
                "/api/v1/tokens",
                "{\"name\":\"s\",\"type\":\"service\",\"scopes\":[\"demo:read\"]}")
            .jsonPath();
    put(owner, STRICT).then().statusCode(200);
    JsonPath successor =
        owner
            .post("/api/v1/tokens/" + endless.getString("id") + "/rotate")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    assertThat(
            Duration.between(
                Instant.parse(successor.getString("createdAt")),
                Instant.parse(successor.getString("expiresAt"))))
        .isEqualTo(Duration.ofDays(10));
    String path = "/api/v1/tokens/" + service.getString("id");
    owner
        .post(path + "/rotate")
        .then()
        .statusCode(400)
        .body("errors.location", hasItem("/allowedIps"));
    owner.get(path).then().body("status", equalTo("active"));
  }

  @Test
  @Tag("G8")
  void aListThatLetsEverybodyInIsNoList() {
    Api owner = Api.as("pim", "policy-everywhere", "owner");
    String path = "/api/v1/tokens/" + created(owner, "[\"192.0.2.0/24\"]").path("id");
    put(owner, "{\"allowListRequired\":[\"service\"]}").then().statusCode(200);
    for (String everywhere :
        List.of(
            "[\"0.0.0.0/0\",\"::/0\"]",
            "[\"0.0.0.0/0\"]",
            "[\"192.0.2.0/24\",\"::/0\"]",
            "[\"0.0.0.0/1\",\"128.0.0.0/1\"]")) {
      refused(owner, listed(everywhere), "/allowedIps");
      patch(owner, path, "{\"allowedIps\":" + everywhere + "}")
          .then()
          .statusCode(400)
          .body("errors.location", contains("/allowedIps"));
    }
    created(owner, "[\"0.0.0.0/1\",\"2001:db8::/32\"]");
  }

  private static Response created(Api who, String ips) {
    return who.post("/api/v1/tokens", listed(ips)).then().statusCode(201).extract().response();
  }

  private static String listed(String ips) {
    return "{\"name\":\"a\",\"type\":\"service\",\"scopes\":[\"demo:read\"],\"allowedIps\":%s}"
        .formatted(ips);
  }

  @Test
  @Tag("T7")
  void boundsTheNumberOfTokensAndCreations() {
    Api owner = Api.as("pol", "policy-number", "owner");
    put(owner, "{\"maxTokensPerUser\":1}").then().statusCode(200);
    owner.create("one", "read");
    owner.post("/api/v1/tokens", Api.body("two", "read")).then().statusCode(409);
    put(owner, "{\"creationsPerHour\":1}").then().body("maxTokensPerUser", nullValue());
    owner.post("/api/v1/tokens", Api.body("two", "read")).then().statusCode(429);
  }

  @Test
  @Tag("S3")
  @Tag("LOG-3")
  void administratorsChangeItAndEveryChangeIsOnRecord() {
    Api admin = Api.as("pip", "policy-audit", "admin");
    Api member = Api.as("pru", "policy-audit", "member");
    member.get("/api/v1/policy").then().statusCode(403);
    put(member, "{}").then().statusCode(403).body("requiredScopes", hasItem("policies:write"));
    put(admin, STRICT).then().statusCode(200);
    admin
        .get("/api/v1/policy")
        .then()
        .statusCode(200)
        .body("expiryRequired", equalTo(true))
        .body("allowListRequired", equalTo(List.of("service")))
        .body("allowedScopes.service", equalTo(List.of("demo:*")));
    assertThat(
            Rows.query(
                    "SELECT before->>'expiryRequired' AS was, after->>'expiryRequired' AS is"
                        + " FROM tokens.audit_log WHERE action = 'policy.changed'"
                        + " AND target_id = ?",
                    admin.me().getString("organization.id"))
                .toString())
        .isEqualTo("[{was=false, is=true}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"maxTokensPerUser":0}                | validation_failed | /maxTokensPerUser
          {"creationsPerHour":-1}               | validation_failed | /creationsPerHour
          {"maxLifetime":"PT0S"}                | validation_failed | /maxLifetime
          {"maxLifetime":"90 days"}             | validation_failed | /maxLifetime
          {"allowedScopes":{"root":["read"]}}   | validation_failed | /allowedScopes
          {"allowedScopes":{"service":[]}}      | validation_failed | /allowedScopes
          {"allowedScopes":{"service":[null]}}  | malformed_json    | /allowedScopes/service
          {"allowListRequired":["root"]}        | malformed_json    | /allowListRequired/0
          {"organizationId":"x"}                | malformed_json    | /organizationId
          """)
  @Tag("G8")
  void whatCannotBeIsNamed(String body, String code, String location) {
    put(Api.as("alice"), body)
        .then()
        .statusCode(400)
        .body("code", equalTo(code))
        .body("errors.location", hasItem(location));
  }

  private static void refused(Api who, String body, String location) {
    who.post("/api/v1/tokens", body)
        .then()
        .statusCode(400)
        .body("code", equalTo("validation_failed"))
        .body("errors.location", contains(location));
  }

  private static String body(String type, String scope, Duration life, boolean confined) {
    return "{\"name\":\"a\",\"type\":\"%s\",\"scopes\":[\"%s\"],\"expiresAt\":\"%s\"%s}"
        .formatted(
            type,
            scope,
            Instant.now().plus(life),
            confined ? ",\"allowedIps\":[\"192.0.2.0/24\"]" : "");
  }

  private static Response put(Api who, String body) {
    return who.request().contentType(ContentType.JSON).body(body).put("/api/v1/policy");
  }

  private static Response patch(Api who, String path, String body) {
    return who.request().contentType(ContentType.JSON).body(body).patch(path);
  }
}
