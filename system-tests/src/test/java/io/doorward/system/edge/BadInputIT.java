package io.doorward.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.stack.identity.DemoPerson;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.Answer;
import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(Suite.class)
@Tag("G8")
class BadInputIT {
  private final RunningSuite suite;
  private final Api carol;

  BadInputIT(RunningSuite suite) {
    this.suite = suite;
    this.carol = suite.as(DemoPerson.CAROL);
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        body(
            "unknown field",
            "{\"name\":\"x\",\"scopes\":[\"demo:read\"],\"owner\":\"bob\"}",
            400,
            "malformed_json"),
        body("wrong type", "{\"name\":7,\"scopes\":[\"demo:read\"]}", 400, "malformed_json"),
        body("malformed JSON", "{\"name\":", 400, "malformed_json"),
        body(
            "repeated member",
            "{\"name\":\"x\",\"name\":\"y\",\"scopes\":[]}",
            400,
            "malformed_json"),
        body("unknown scope", "{\"name\":\"x\",\"scopes\":[\"no:such\"]}", 400, "unknown_scope"),
        body(
            "past expiry",
            "{\"name\":\"x\",\"scopes\":[\"demo:read\"],\"expiresAt\":\"2001-01-01T00:00:00Z\"}",
            400,
            "validation_failed"),
        body(
            "name too long",
            "{\"name\":\"" + "x".repeat(101) + "\",\"scopes\":[\"demo:read\"]}",
            400,
            "validation_failed"),
        body("no name", "{\"scopes\":[\"demo:read\"]}", 400, "validation_failed"),
        body(
            "bad address block",
            "{\"name\":\"x\",\"scopes\":[\"demo:read\"],\"allowedIps\":[\"10.0.0.0/99\"]}",
            400,
            "validation_failed"),
        body(
            "limit of zero",
            "{\"name\":\"x\",\"scopes\":[\"demo:read\"],\"limits\":{\"perMinute\":0}}",
            400,
            "validation_failed"),
        body(
            "body too large", "{\"name\":\"" + "x".repeat(200_000) + "\"}", 413, "body_too_large"));
  }

  private static Arguments body(String what, String json, int status, String code) {
    return Arguments.of(what, json, status, code);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  @Tag("DOS-1")
  @Tag("CLK-2")
  void aWrongBodyIsAProblemAndChangesNothing(String what, String json, int status, String code) {
    int before = tokens();
    Answer answer = carol.post("/api/v1/tokens", json);
    problem(answer, status, code);
    assertThat(tokens()).isEqualTo(before);
  }

  @Test
  @Tag("TOK-3")
  @Tag("CMP-2")
  void aMalformedAndAnUnknownTokenAreAnsweredAlike() {
    Answer malformed = suite.gateway(0).with("dwp_live_nonsense").get("/demo/hello");
    // Well-formed: thirty zeros with their check digits.
    Answer unknown =
        suite.gateway(0).with("dwp_live_" + "0".repeat(30) + "2C8GjS").get("/demo/hello");
    problem(malformed, 401, "invalid_token");
    problem(unknown, 401, "invalid_token");
    assertThat(withoutId(unknown)).isEqualTo(withoutId(malformed));
    assertThat(unknown.header("WWW-Authenticate")).isEqualTo(malformed.header("WWW-Authenticate"));
  }

  private static String withoutId(Answer answer) {
    return answer.body().replace(answer.text("requestId"), "");
  }

  @Test
  @Tag("BRR-1")
  void noCredentialIsAskedForOne() {
    Answer answer = suite.gateway(0).get("/demo/hello");
    problem(answer, 401, "credentials_required");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer").doesNotContain("error=");
  }

  @Test
  @Tag("BRR-3")
  void twoCredentialsAreRefused() {
    Answer answer = carol.send("GET", "/demo/hello", null, Map.of("X-API-Key", "dwp_live_x"));
    problem(answer, 400, "multiple_credentials");
  }

  @Test
  @Tag("BRR-4")
  void aTokenInTheQueryIsRefused() {
    String token = carol.createToken("in the query", "demo:read").token();
    for (String name : new String[] {"access_token", "api_key", "token"}) {
      Answer answer = suite.gateway(0).get("/demo/hello?" + name + "=" + token);
      problem(answer, 400, "invalid_request");
      assertThat(answer.body() + answer.headers()).doesNotContain(token);
    }
  }

  @Test
  @Tag("GWY-8")
  @Tag("API-3")
  void anUnsupportedMethodIsRefused() {
    problem(carol.send("PATCH", "/api/v1/me", "{}", Map.of()), 405, "method_not_allowed");
  }

  @Test
  void anUnknownPathIsNotFound() {
    problem(carol.get("/no/such/path"), 404, "not_found");
  }

  @Test
  @Tag("GWY-13")
  void managementAndInternalOperationsAreNotPublic() {
    for (String path :
        new String[] {
          "/q/health", "/q/metrics", "/internal/snapshots/p1.00", "/q/dev", "/openapi"
        }) {
      problem(carol.get(path), 404, "not_found");
    }
  }

  private int tokens() {
    return carol.get("/api/v1/tokens?limit=100").json().path("items").size();
  }

  private static void problem(Answer answer, int status, String code) {
    assertThat(answer.status() + " " + answer.text("code"))
        .as(answer.body())
        .isEqualTo(status + " " + code);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.text("requestId")).isNotEmpty();
    assertThat(answer.text("detail")).isNotEmpty();
  }
}
