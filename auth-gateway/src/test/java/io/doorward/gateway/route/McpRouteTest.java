package io.doorward.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("G9")
class McpRouteTest {
  private static final Map<String, String> VARIABLES =
      Map.of("MCP_TOKEN", "0123456789abcdef", "SHORT", "0123456789abcde");

  private static Route read(String rest) throws InvalidRoutes {
    return RouteFile.read(
            "test",
            """
            routes:
              - id: github
                kind: mcp
                upstream: { url: "http://up" }
            """
                + rest.indent(4),
            name -> Optional.ofNullable(VARIABLES.get(name)))
        .routes()
        .get(0);
  }

  private static McpRoute mcp(String settings) throws InvalidRoutes {
    return read("path: /mcp\n" + (settings.isEmpty() ? "" : "mcp: { " + settings + " }"))
        .mcp()
        .orElseThrow();
  }

  @Test
  void howCallersShowWhoTheyAreFollowsFromWhatThereIs() throws InvalidRoutes {
    assertThat(mcp("").auth()).containsExactly(McpAuth.TOKEN);
    assertThat(mcp("publicUrl: https://m.example/mcp").auth())
        .containsExactly(McpAuth.TOKEN, McpAuth.JWT);
    assertThat(mcp("env: MCP_TOKEN").auth()).containsExactly(McpAuth.ENV);
    assertThat(mcp("publicUrl: https://m.example/mcp, auth: [jwt]").auth())
        .containsExactly(McpAuth.JWT);
    assertThat(mcp("auth: [none]").auth()).containsExactly(McpAuth.NONE);
    assertThat(read("path: /mcp").credentials()).isEqualTo(Set.of(CredentialKind.TOKEN));
    assertThat(read("path: /mcp\nmcp: { env: MCP_TOKEN }").credentials())
        .isEqualTo(Set.of(CredentialKind.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'mcp: { auth: [none, token] }'              | mcp.auth: none stands alone
          'mcp: { auth: [env, jwt], env: MCP_TOKEN }' | mcp.auth: env stands alone
          'mcp: { auth: [jwt] }'                      | mcp.auth: jwt needs publicUrl
          'mcp: { auth: [password] }'                 | must be one of token, jwt, env, none
          'mcp: { auth: [] }'                         | must name at least one of
          'mcp: { auth: [env] }'                      | mcp.env: is missing
          'mcp: { auth: [token], env: MCP_TOKEN }'    | mcp.env: belongs to the authentication kind
          'mcp: { env: NOBODY_SET_IT }'               | nothing gives NOBODY_SET_IT a value
          'mcp: { env: SHORT }'                       | is not 16 or more visible letters
          'mcp: { auth: [none], onlyNamed: true }'    | mcp.onlyNamed: holds for nobody
          'mcp: { auth: [none], scopes: ["a:b"] }'    | mcp.scopes: holds for nobody
          '{scopes: ["a:b"], mcp: {auth: [none]}}'    | scopes: holds for nobody
          'mcp: { scopes: ["offline_access"] }'       | mcp.scopes[0]: is between client and
          'mcp: { onlyNamed: perhaps }'               | must be true or false
          'mcp: { server: A/B }'                      | mcp.server: must be 1 to 48
          'mcp: { publicUrl: "https://m.example/" }'  | mcp.publicUrl: must be http(s)://
          'mcp: { publicUrl: "https://M.example/a" }' | mcp.publicUrl: must be http(s)://
          'mcp: { publicUrl: "https://m.example/a?b" }' | mcp.publicUrl: must be http(s)://
          'mcp: { publicUrl: "https://m.example/a/../b" }' | mcp.publicUrl: must be http(s)://
          'mcp: { allowedOrigins: ["m.example"] }'    | mcp.allowedOrigins[0]: must be an origin
          'mcp: { authorizationServers: ["a:b"] }'    | mcp.authorizationServers[0]: must be
          'mcp: { maxBody: 1 }'                       | mcp.maxBody: must be a whole number from
          'mcp: { anything: 1 }'                      | mcp.anything: is not known here
          'mcp: 5'                                    | mcp: must be a mapping
          'identity: [session]'                       | identity: session would pass
          'credentials: [token]'                      | credentials: is settled by the kind mcp
          'queryKey: key'                             | queryKey: is settled by the kind mcp
          'methods: [GET]'                            | methods: is settled by the kind mcp
          """)
  void whatDoesNotGoTogetherIsNamed(String settings, String fault) {
    String rest =
        settings.startsWith("{scopes") ? "scopes: [\"a:b\"]\nmcp: {auth: [none]}" : settings;
    assertThatThrownBy(() -> read("path: /mcp\n" + rest))
        .isInstanceOf(InvalidRoutes.class)
        .hasMessageContaining(fault)
        .hasMessageNotContaining("0123456789abcde");
  }

  @Test
  void theExampleOfTheManualIsARouteFile() throws Exception {
    String manual = Files.readString(Path.of("../docs/mcp.md"));
    String example = manual.substring(manual.indexOf("```yaml\n") + 8);
    Route route =
        RouteFile.read(
                "docs/mcp.md",
                example.substring(0, example.indexOf("```")),
                name -> Optional.empty())
            .routes()
            .get(0);
    assertThat(route.mcp().orElseThrow().auth()).containsExactly(McpAuth.TOKEN, McpAuth.JWT);
  }

  @Test
  void aServerHasOnePath() {
    assertThatThrownBy(() -> read("path: \"/mcp/{id}\""))
        .hasMessageContaining("is a path without variables");
    assertThatThrownBy(() -> read("path: /mcp/**"))
        .hasMessageContaining("is a path without variables");
  }

  @Test
  @Tag("MCP-4")
  void twoServersHaveTwoUrls() {
    String twice =
        """
        routes:
          - id: a
            kind: mcp
            path: /a
            upstream: { url: "http://up" }
            mcp: { publicUrl: "https://m.example/mcp" }
          - id: b
            kind: mcp
            path: /b
            upstream: { url: "http://up" }
            mcp: { publicUrl: "https://m.example/mcp" }
        """;
    assertThatThrownBy(() -> RouteFile.read("test", twice, name -> Optional.empty()))
        .hasMessageContaining("is used twice");
  }

  @Test
  void theFixedTokenIsNotShown() throws InvalidRoutes {
    Route route = read("path: /mcp\nmcp: { env: MCP_TOKEN }");
    assertThat(route.toString()).contains("***").doesNotContain("0123456789abcdef");
    StaticToken fixed = route.mcp().orElseThrow().fixed().orElseThrow();
    assertThat(fixed.matches("0123456789abcdef")).isTrue();
    assertThat(fixed.matches("0123456789abcdeF")).isFalse();
    assertThat(fixed.matches("")).isFalse();
  }

  @Test
  void clientsAreToldToAskForWhatNothingGoesWithout() throws InvalidRoutes {
    assertThat(mcp("").scopes()).contains(new Scope("mcp:tools:list"));
    assertThat(
            read("path: /mcp\nscopes: [\"a:b\"]\nmcp: { scopes: [\"mcp:x\"], onlyNamed: true }")
                .mcp()
                .orElseThrow()
                .scopes())
        .containsExactly(new Scope("mcp:x"), new Scope("a:b"), new Scope("mcp:servers:github"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://m.example/a/b, https://m.example/.well-known/oauth-protected-resource/a/b",
    "https://m.example:8443, https://m.example:8443/.well-known/oauth-protected-resource",
  })
  @Tag("MCP-1")
  void theWellKnownPathGoesBetweenHostAndPath(String resource, String metadata) {
    assertThat(McpRoute.metadataUrl(resource)).isEqualTo(metadata);
  }

  @Test
  @Tag("MCP-6")
  void onlyAHostThatTheFileNamesProvesAnOrigin() throws InvalidRoutes {
    McpRoute anyHost = mcp("");
    assertThat(anyHost.allowsOrigin("http://a.example", false, "a.example")).isFalse();
    for (String own : new String[] {"localhost:8080", "127.0.0.1:8080", "[::1]:8080"}) {
      assertThat(anyHost.allowsOrigin("http://" + own, false, own)).as(own).isTrue();
      assertThat(anyHost.allowsOrigin("http://a.example", false, own)).isFalse();
    }
    McpRoute named = read("path: /mcp\nhost: a.example").mcp().orElseThrow();
    assertThat(named.allowsOrigin("https://a.example", true, "a.example")).isTrue();
    assertThat(named.allowsOrigin("http://a.example", true, "a.example")).isFalse();
  }

  @Test
  @Tag("MCP-4")
  void aTokenThatNamesServersIsForThoseAlone() throws InvalidRoutes {
    McpRoute lenient = mcp("");
    McpRoute strict = mcp("onlyNamed: true");
    record Case(String scopes, boolean anywhere, boolean named) {}
    for (Case one :
        new Case[] {
          new Case("mcp:tools:call", true, false),
          new Case("mcp:servers:github mcp:tools:call", true, true),
          new Case("mcp:servers:github mcp:servers:jira", true, true),
          new Case("mcp:servers:jira mcp:tools:call", false, false),
          new Case("mcp:servers:*", true, true),
          new Case("mcp:servers", true, true),
          new Case("mcp:*", true, true),
        }) {
      ScopeSet held = ScopeSet.ofSpaceSeparated(one.scopes());
      assertThat(lenient.isMeantBy(held)).as("%s", one).isEqualTo(one.anywhere());
      assertThat(strict.isMeantBy(held)).as("%s", one).isEqualTo(one.named());
    }
  }
}
