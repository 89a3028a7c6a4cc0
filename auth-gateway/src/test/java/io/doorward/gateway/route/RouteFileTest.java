package io.doorward.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.token.TokenEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
                websocket: true
            """);
    RouteOutcome.Matched match = (RouteOutcome.Matched) table.match("api.example", "HEAD", "/a/7");
    Route route = match.route();
    assertThat(match.target()).isEqualTo("/base/z/7");
    assertThat(match.template()).isEqualTo("/a/{id}");
    assertThat(match.scopes()).containsExactly(new Scope("a:read"), new Scope("b:read"));
    assertThat(route.upstream().begin().host()).isEqualTo("up");
    assertThat(route.upstream().begin().port()).isEqualTo(81);
    assertThat(route.upstream().begin().tls()).isFalse();
    assertThat(route.upstream().connect()).hasMillis(500);
    assertThat(route.upstream().response()).hasMinutes(2);
    assertThat(route.credentials()).containsExactly(CredentialKind.TOKEN);
    assertThat(route.environments()).containsExactly(TokenEnvironment.LIVE);
    assertThat(route.audience()).isEqualTo("up");
    assertThat(route.websocket()).isTrue();
    assertThat(table.match("other.example", "GET", "/a/7"))
        .isInstanceOf(RouteOutcome.NotFound.class);
    assertThat(table.match("api.example", "POST", "/a/7"))
        .isInstanceOf(RouteOutcome.MethodNotAllowed.class);
  }

  @Test
  void everythingElseARouteCanSayIsReadAsWritten() throws InvalidRoutes {
    RouteTable table =
        read(
            """
            routes:
              - id: all
                kind: http
                credentials: [token, session]
                queryKey: api_key
                identity: [none]
                failure: { limits: deny, credentials: deny }
                cost: 7
                upstream:
                  name: pool
                  balance: round-robin
                  targets:
                    - { url: "https://a.example/base" }
                    - { url: "http://b.example:81/base/", weight: 3 }
                  health:
                    passive: { failures: 5, for: 1m }
                    active: { path: /healthz, interval: 2s, timeout: 500ms }
                operations:
                  - { path: "/a/{id}", agent: id, agentVisibility: run, to: "/b/{id}" }
                  - { path: /c, cost: 1000 }
            """);
    RouteOutcome.Matched match =
        (RouteOutcome.Matched) table.match("", "GET", "/a/0190a3b0-0000-7000-8000-00000000000A");
    Route route = match.route();
    assertThat(match.target()).isEqualTo("/base/b/0190a3b0-0000-7000-8000-00000000000A");
    assertThat(match.cost()).isEqualTo(7);
    assertThat(((RouteOutcome.Matched) table.match("", "GET", "/c")).cost()).isEqualTo(1000);
    assertThat(match.agent())
        .contains(
            new AgentInPath(
                Optional.of(UUID.fromString("0190a3b0-0000-7000-8000-00000000000a")),
                AgentInPath.Visibility.RUN));
    assertThat(((RouteOutcome.Matched) table.match("", "GET", "/a/1-1-1-1-1")).agent())
        .contains(new AgentInPath(Optional.empty(), AgentInPath.Visibility.RUN));
    assertThat(route.kind()).isEqualTo(RouteKind.HTTP);
    assertThat(route.mcp()).isEmpty();
    assertThat(route.queryKey()).contains("api_key");
    assertThat(route.identity()).isEmpty();
    assertThat(route.failure().limits()).isEqualTo(FailurePolicy.WithoutLimits.DENY);
    Targets.Spec spec = route.upstream().targets().spec();
    assertThat(spec.addresses())
        .containsExactly(
            new Target.Address("a.example", 443, true, 1),
            new Target.Address("b.example", 81, false, 3));
    assertThat(spec.balance()).isEqualTo(Balance.ROUND_ROBIN);
    assertThat(spec.health())
        .isEqualTo(
            new Health(
                5,
                Duration.ofMinutes(1),
                Optional.of(
                    new Health.Probe("/healthz", Duration.ofSeconds(2), Duration.ofMillis(500)))));
  }

  @Test
  void everyFaultOfTheRestIsNamedToo() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    routes:
                      - id: a
                        kind: ftp
                        mcp: {}
                        host: api.example:80
                        path: /a/{id}
                        cost: 0
                        agent: other
                        credentials: [session]
                        queryKey: 1key
                        identity: [none, jwt]
                        failure: { limits: shrug, credentials: allow }
                        rewrite: { to: "/b/{other}", strip: /a/../b }
                        upstream:
                          url: "http://up"
                          balance: luck
                          timeouts: { conect: 1s }
                          targets:
                            - { url: "http://a/x" }
                            - { url: "http://b/y", weight: 101 }
                            - { url: "http://A/x" }
                            - { url: "http://c/../internal" }
                          health: { passive: { failures: none }, active: { path: "/{x}" } }
                      - id: b
                        agentVisibility: read
                        path: /b
                        credentials: [token]
                        upstream: { url: "http://up", health: {} }
                        rewrite: { to: /internal/x }
                      - id: c
                        credentials: [none]
                        upstream: { targets: [] }
                        operations:
                          - { path: "/c/{id}", agent: id, agentVisibility: read }
                          - { path: "/d", agentVisibility: run, cost: many }
                        rewrite: { prefix: /x/.. }
                    """))
        .isInstanceOf(InvalidRoutes.class)
        .hasMessageContaining("routes[0].kind: must be one of http, mcp")
        .hasMessageContaining("routes[0].mcp: belongs to a route of the kind mcp")
        .hasMessageContaining("routes[0].host: must be a host's name or address, without a port")
        .hasMessageContaining("routes[0].cost: must be a whole number from 1 to 1000")
        .hasMessageContaining("routes[0].agent: {other} is not in the path /a/{id}")
        .hasMessageContaining("routes[0].queryKey: is for tokens")
        .hasMessageContaining("routes[0].queryKey: must be 1 to 64")
        .hasMessageContaining("routes[0].identity: is none or something, not both")
        .hasMessageContaining("routes[0].failure.limits: must be one of as-configured, local")
        .hasMessageContaining("routes[0].failure.credentials: must be one of deny")
        .hasMessageContaining("routes[0].rewrite.to: {other} is not in the path")
        .hasMessageContaining("routes[0].rewrite.to: names the whole path")
        .hasMessageContaining("routes[0].rewrite.strip: a path has no dot segment")
        .hasMessageContaining("routes[0].upstream.url: stands in the place of targets")
        .hasMessageContaining("routes[0].upstream.balance: must be one of least-pending, round")
        .hasMessageContaining("routes[0].upstream.timeouts.conect: is not known here")
        .hasMessageContaining("routes[0].upstream.targets[1].url: must have the same path")
        .hasMessageContaining("routes[0].upstream.targets[1].weight: must be a whole number")
        .hasMessageContaining("routes[0].upstream.targets[2].url: is named twice")
        .hasMessageContaining("routes[0].upstream.targets[3].url: a path has no dot segment")
        .hasMessageContaining("routes[0].upstream.health.passive.failures: must be a whole")
        .hasMessageContaining("routes[0].upstream.health.active.path: is a path without")
        .hasMessageContaining("routes[1].agentVisibility: needs agent")
        .hasMessageContaining("routes[1].upstream.health: belongs to an upstream with targets")
        .hasMessageContaining("routes[1].rewrite.to: /internal is how the services speak")
        .hasMessageContaining("routes[2].credentials: lets everybody in, so nobody can be asked")
        .hasMessageContaining("routes[2].upstream.targets: must be 1 to 32")
        .hasMessageContaining("routes[2].operations[1].agentVisibility: needs agent")
        .hasMessageContaining("routes[2].operations[1].cost: must be a whole number")
        .hasMessageContaining("routes[2].rewrite.prefix: a path has no dot segment");
  }

  @Test
  @Tag("STO-6")
  void noFaultTellsWhatAPlaceholderHolds() {
    String yaml =
        """
        routes:
          - { id: a, path: /a, credentials: [none], upstream: { url: "${SECRET}" } }
        """;
    for (String secret : List.of("http://user:s3cr3t@up", "http://user: s3cr3t@up", "s3cr3t")) {
      assertThatThrownBy(() -> RouteFile.read("test.yaml", yaml, name -> Optional.of(secret)))
          .isInstanceOf(InvalidRoutes.class)
          .hasMessageContaining("routes[0].upstream.url: must be http(s)://")
          .hasMessageNotContaining("s3cr3t");
    }
  }

  @Test
  void whatNoRequestCanReachIsAFault() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    routes:
                      - id: a
                        credentials: [none]
                        upstream: { url: "http://up" }
                        operations:
                          - { path: "/a/{x}", methods: [GET, POST] }
                          - { path: "/b" }
                          - { path: "/a/x", methods: [GET] }
                      - id: b
                        host: b.example
                        credentials: [none]
                        upstream: { url: "http://up" }
                        operations:
                          - { path: "/a/{y}", methods: [GET] }
                          - { path: "/a/{y}", methods: [PUT] }
                          - { path: "/b", methods: [PUT] }
                    """))
        .isInstanceOf(InvalidRoutes.class)
        .hasMessageContaining("has 2 faults")
        .hasMessageContaining("routes[1]: GET /a/{y} is never reached")
        .hasMessageContaining("routes[1]: PUT /b is never reached");
  }

  @Test
  @Tag("GWY-5")
  void theFirstThatFitsWinsWhateverItsFirstSegment() throws InvalidRoutes {
    RouteTable table =
        read(
            """
            routes:
              - { id: a, path: "/x/y", methods: [PUT], upstream: { url: "http://up" }, credentials: [none] }
              - { id: b, path: "/{any}/y", methods: [GET], upstream: { url: "http://up" }, credentials: [none] }
              - { id: c, path: "/x/**", upstream: { url: "http://up" }, credentials: [none] }
              - { id: d, path: "/**", methods: [GET, DELETE], upstream: { url: "http://up" }, credentials: [none] }
            """);
    assertThat(id(table, "PUT", "/x/y")).isEqualTo("a");
    assertThat(id(table, "GET", "/x/y")).isEqualTo("b");
    assertThat(id(table, "POST", "/x/y")).isEqualTo("c");
    assertThat(id(table, "GET", "/z/y")).isEqualTo("b");
    assertThat(id(table, "GET", "/z")).isEqualTo("d");
    assertThat(id(table, "GET", "/")).isEqualTo("d");
    assertThat(((RouteOutcome.MethodNotAllowed) table.match("", "PUT", "/z/y")).allowed())
        .containsExactly("DELETE", "GET", "HEAD");
  }

  private static String id(RouteTable table, String method, String path) {
    return ((RouteOutcome.Matched) table.match("", method, path)).route().id();
  }

  @Test
  @Tag("G10")
  @Tag("SCP-4")
  void anOlderPathAsksForWhatItsCanonicalPathAsks() throws Exception {
    RouteTable table =
        RouteFile.read(
            "default.yaml",
            Files.readString(Path.of("routes/default.yaml")),
            name -> Optional.of("http://" + name.toLowerCase(Locale.ROOT).replace('_', '-')));
    int compared = 0;
    for (Route route : table.routes()) {
      if (!route.id().startsWith("older-")) {
        continue;
      }
      for (Operation operation : route.operations()) {
        String path = operation.path().toString().replace("{id}", "7");
        String canonical = operation.to().orElseThrow().expand(path);
        for (String method : operation.methods()) {
          RouteOutcome.Matched older = (RouteOutcome.Matched) table.match("", method, path);
          RouteOutcome.Matched present = (RouteOutcome.Matched) table.match("", method, canonical);
          assertThat(older.target()).isEqualTo(present.target());
          assertThat(older.scopes()).as(method + " " + path).isEqualTo(present.scopes());
          assertThat(older.cost()).isEqualTo(present.cost());
          assertThat(older.route().upstream()).isEqualTo(present.route().upstream());
          assertThat(older.route().credentials()).isEqualTo(present.route().credentials());
          assertThat(older.route().audience()).isEqualTo(present.route().audience());
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(22);
  }

  @Test
  void theExampleOfTheManualIsARouteFile() throws Exception {
    String manual = Files.readString(Path.of("../docs/routes.md"));
    int examples = 0;
    for (String block : manual.split("```yaml\n", -1)) {
      if (block.startsWith("routes:")) {
        String yaml = block.substring(0, block.indexOf("```"));
        assertThat(
                RouteFile.read(
                        "docs/routes.md",
                        yaml,
                        name -> Optional.of("http://" + name.replace('_', '-')))
                    .size())
            .isPositive();
        examples++;
      }
    }
    assertThat(examples).isGreaterThan(3);
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
                        websocket: maybe
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
        .hasMessageContaining("routes[2].identity[0]:")
        .hasMessageContaining("routes[2].websocket: must be true or false");
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
