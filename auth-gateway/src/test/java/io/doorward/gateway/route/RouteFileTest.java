package io.doorward.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.token.TokenEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFileTest {
  private static final Map<String, String> VALUES = Map.of("UP", "http://up:81/base/");

  private static RouteTable read(String yaml) throws InvalidRoutes {
    return RouteFile.read("test.yaml", yaml, name -> Optional.ofNullable(VALUES.get(name)));
  }

  @Test
  void aFullRouteIsReadAsWritten() throws InvalidRoutes {
    RouteTable table =
        read(
            """
            routes:
              - id: full
                host: API.example
                path: /a/{id}
                methods: [GET]
                scopes: ["a:read", "b:read"]
                upstream: { url: "${UP}", name: up, timeouts: { connect: 500ms, response: 2m } }
                credentials: [token]
                environments: [live]
                identity: [jwt, headers]
                rewrite: { strip: /a, prefix: /z }
            """);
    RouteOutcome.Matched match = (RouteOutcome.Matched) table.match("api.example", "HEAD", "/a/7");
    Route route = match.route();
    assertThat(match.target()).isEqualTo("/base/z/7");
    assertThat(match.template()).isEqualTo("/a/{id}");
    assertThat(match.scopes()).containsExactly(new Scope("a:read"), new Scope("b:read"));
    assertThat(route.upstream().port()).isEqualTo(81);
    assertThat(route.upstream().connect()).hasMillis(500);
    assertThat(route.upstream().response()).hasMinutes(2);
    assertThat(route.credentials()).containsExactly(CredentialKind.TOKEN);
    assertThat(route.environments()).containsExactly(TokenEnvironment.LIVE);
    assertThat(route.audience()).isEqualTo("up");
    assertThat(table.match("other.example", "GET", "/a/7"))
        .isInstanceOf(RouteOutcome.NotFound.class);
    assertThat(table.match("api.example", "POST", "/a/7"))
        .isInstanceOf(RouteOutcome.MethodNotAllowed.class);
  }

  @Test
  @Tag("SCP-4")
  void aRouteCannotPretendToProtectNorSpeakAsTheGateway() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    routes:
                      - id: open
                        path: /a/**
                        scopes: ["a:read"]
                        upstream: { url: "${UP}" }
                        credentials: [token, none]
                        audience: doorward-internal
                    """))
        .isInstanceOf(InvalidRoutes.class)
        .hasMessageContaining("credentials: lets everybody in")
        .hasMessageContaining("audience: is how the gateway itself speaks");
  }

  @Test
  void everyFaultIsNamedWithItsPlace() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    routes:
                      - id: Bad Id
                        path: nowhere
                        methods: [GET, FETCH]
                        scopes: ["Not A Scope"]
                        upstream: { url: "${MISSING}", timeouts: { response: soon } }
                        credentials: [password]
                        colour: blue
                      - id: twice
                        path: /internal/x
                        upstream: { url: "ftp://up" }
                        credentials: [token]
                      - id: twice
                        path: /ok
                        upstream: { url: "http://up" }
                        credentials: [token]
                        identity: [passport]
                    """))
        .isInstanceOf(InvalidRoutes.class)
        .hasMessageContaining("routes[0].id: must be 1 to 48")
        .hasMessageContaining("routes[0].path: a path begins with /")
        .hasMessageContaining("routes[0].methods[1]: must be one of")
        .hasMessageContaining("routes[0].scopes[0]: a scope is")
        .hasMessageContaining("routes[0].upstream.url: nothing gives ${MISSING} a value")
        .hasMessageContaining("routes[0].upstream.timeouts.response: must be a duration")
        .hasMessageContaining("routes[0].credentials[0]: a credential is")
        .hasMessageContaining("routes[0].colour: is not known here")
        .hasMessageContaining("routes[1].path: /internal")
        .hasMessageContaining("routes[1].upstream.url: must be http(s)://")
        .hasMessageContaining("routes[2].id: is used twice: twice")
        .hasMessageContaining("routes[2].identity[0]:");
  }

  @ParameterizedTest
  @CsvSource({
    "'routes: []', has no routes",
    "'routes: {}', must be a list",
    "'', must be a mapping",
    "'routes: [', is not YAML",
    "'routes: []\nroutes: []', is not YAML"
  })
  void aFileThatHoldsNoRoutesIsRefused(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidRoutes.class)
        .hasMessageContaining(message);
  }

  @Test
  @Tag("SCP-4")
  void theDefaultFileServesTheSuiteAndNothingElse() throws Exception {
    RouteTable table =
        RouteFile.read(
            "default.yaml",
            Files.readString(Path.of("routes/default.yaml")),
            name -> Optional.of("http://" + name.toLowerCase(Locale.ROOT).replace('_', '-')));
    assertThat(upstream(table, "GET", "/api/v1/tokens/7/usage"))
        .isEqualTo("usage-analytics usage:read");
    assertThat(upstream(table, "GET", "/api/v1/tokens/7")).isEqualTo("token-service tokens:read");
    assertThat(upstream(table, "POST", "/api/v1/tokens")).isEqualTo("token-service tokens:write");
    assertThat(upstream(table, "POST", "/api/v1/tokens/7/revoke"))
        .isEqualTo("token-service tokens:write");
    assertThat(upstream(table, "DELETE", "/api/v1/tokens/7"))
        .isEqualTo("token-service tokens:write");
    assertThat(upstream(table, "POST", "/api/v1/tokens/7/rotate"))
        .isEqualTo("token-service tokens:write");
    assertThat(upstream(table, "PATCH", "/api/v1/tokens/7"))
        .isEqualTo("token-service tokens:write");
    assertThat(upstream(table, "POST", "/api/v1/tokens/validate"))
        .isEqualTo("token-service tokens:read");
    assertThat(upstream(table, "PUT", "/api/v1/policy")).isEqualTo("token-service policies:write");
    assertThat(upstream(table, "GET", "/api/v1/me")).isEqualTo("token-service ");
    assertThat(upstream(table, "GET", "/api/v1/usage/summary"))
        .isEqualTo("usage-analytics usage:read");
    assertThat(upstream(table, "GET", "/api/v1/security/detections"))
        .isEqualTo("security-monitor security:read");
    assertThat(upstream(table, "GET", "/demo/hello")).isEqualTo("demo-upstream demo:read");
    assertThat(upstream(table, "POST", "/demo/items")).isEqualTo("demo-upstream demo:write");
    for (String path :
        new String[] {"/", "/internal/snapshots/x", "/q/health", "/api/v1/tokens/7/8/9"}) {
      assertThat(table.match("any", "GET", path)).isInstanceOf(RouteOutcome.NotFound.class);
    }
  }

  private static String upstream(RouteTable table, String method, String path) {
    RouteOutcome.Matched match = (RouteOutcome.Matched) table.match("any", method, path);
    return match.route().upstream().name()
        + " "
        + String.join(" ", match.scopes().stream().map(Scope::value).toList());
  }

  @Test
  @Tag("GWY-5")
  void noRewriteReachesInternalPaths() throws InvalidRoutes {
    RouteTable table =
        read(
            """
            routes:
              - id: sly
                path: /sly/**
                upstream: { url: "http://up" }
                credentials: [none]
                rewrite: { strip: /sly }
            """);
    assertThat(table.match("any", "GET", "/sly/internal/snapshots/x"))
        .isInstanceOf(RouteOutcome.NotFound.class);
    assertThat(table.match("any", "GET", "/sly/fine")).isInstanceOf(RouteOutcome.Matched.class);
  }

  @Test
  void whatIsStrippedIsWholeSegmentsAndHeadComesWithGet() throws InvalidRoutes {
    RouteTable table =
        read(
            """
            routes:
              - id: versions
                path: /{version}/**
                methods: [GET]
                upstream: { url: "http://up" }
                credentials: [token]
                rewrite: { strip: /v1 }
            """);
    assertThat(((RouteOutcome.Matched) table.match("", "GET", "/v1/x")).target()).isEqualTo("/x");
    assertThat(((RouteOutcome.Matched) table.match("", "GET", "/v10/x")).target())
        .isEqualTo("/v10/x");
    assertThat(((RouteOutcome.MethodNotAllowed) table.match("", "PUT", "/v1/x")).allowed())
        .containsExactly("GET", "HEAD");
  }
}
