package io.doorward.gateway.route;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.token.TokenEnvironment;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads one route. Faults are noted; what it returns is only used if there are none. */
final class RouteReader {
  private static final String INTERNAL_AUDIENCE = "doorward-internal";
  private static final String NO_IDENTITY = "none";

  private final Set<String> ids = new HashSet<>();
  private final UpstreamReader upstreams;
  private final McpReader mcps = new McpReader();

  RouteReader(Targets.Pool pool) {
    this.upstreams = new UpstreamReader(pool);
  }

  Route read(Node node) {
    node.allowOnly(
        "id",
        "kind",
        "host",
        "path",
        "methods",
        "scopes",
        "cost",
        "agent",
        "agentVisibility",
        "operations",
        "upstream",
        "credentials",
        "queryKey",
        "environments",
        "identity",
        "audience",
        "failure",
        "rewrite",
        "mcp",
        "websocket");
    String id = node.at("id").read(RouteReader::id).orElse("");
    if (!id.isEmpty() && !ids.add(id)) {
      node.at("id").fault("is used twice: " + id);
    }
    Upstream upstream = upstreams.read(node.at("upstream"), id);
    String audience = node.at("audience").textOr(upstream.name());
    if (audience.equals(INTERNAL_AUDIENCE)) {
      node.at("audience").fault("is how the gateway itself speaks to the services");
    }
    RouteKind kind = node.at("kind").oneOf(RouteKind.class, RouteKind.HTTP);
    Set<IdentityForm> identity = identity(node.at("identity"));
    Optional<McpRoute> mcp = mcp(node, kind, id, identity);
    List<Operation> operations =
        mcp.isEmpty()
            ? OperationReader.read(node)
            : OperationReader.read(node).stream().map(McpReader::operation).toList();
    Set<CredentialKind> credentials =
        mcp.isEmpty() ? credentials(node.at("credentials"), operations) : mcp.get().credentials();
    Node rewrite = node.at("rewrite");
    if (node.has("rewrite")) {
      rewrite.allowOnly("strip", "prefix", "to");
      if (rewrite.has("to") && (rewrite.has("strip") || rewrite.has("prefix"))) {
        rewrite.at("to").fault("names the whole path, so that nothing is left to strip or prefix");
      }
    }
    return new Route(
        id,
        kind,
        node.has("host") ? node.at("host").read(RouteReader::host) : Optional.empty(),
        operations,
        upstream,
        credentials,
        queryKey(node, credentials),
        environments(node),
        identity,
        audience,
        failure(node),
        rewritePart(rewrite.at("strip")),
        rewritePart(rewrite.at("prefix")),
        mcp,
        node.at("websocket").flagOr(false));
  }

  private static String id(String text) {
    if (!text.matches("[a-z][a-z0-9-]{0,47}")) {
      throw new IllegalArgumentException("must be 1 to 48 of a-z, 0-9 and -, a letter first");
    }
    return text;
  }

  private static String host(String text) {
    if (!text.matches("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]")) {
      throw new IllegalArgumentException("must be a host's name or address, without a port");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static Set<CredentialKind> credentials(Node node, List<Operation> operations) {
    List<CredentialKind> kinds = node.each(CredentialKind::of);
    if (kinds.isEmpty()) {
      node.fault("must name at least one of token, session, none");
      return Set.of();
    }
    if (kinds.contains(CredentialKind.NONE)) {
      if (operations.stream().anyMatch(operation -> !operation.scopes().isEmpty())) {
        node.fault("lets everybody in, so the scopes would hold for nobody");
      }
      if (operations.stream().anyMatch(RouteReader::asksWhoSeesTheAgent)) {
        node.fault("lets everybody in, so nobody can be asked whether they see the agent");
      }
    }
    return EnumSet.copyOf(kinds);
  }

  private static boolean asksWhoSeesTheAgent(Operation operation) {
    return operation
        .agent()
        .filter(agent -> agent.visibility() != AgentInPath.Visibility.NOT_ASKED)
        .isPresent();
  }

  private static Optional<String> queryKey(Node node, Set<CredentialKind> credentials) {
    if (!node.has("queryKey")) {
      return Optional.empty();
    }
    if (!credentials.contains(CredentialKind.TOKEN)) {
      node.at("queryKey").fault("is for tokens, which are not among the credentials");
    }
    return node.at("queryKey").read(RouteReader::parameter);
  }

  private static String parameter(String text) {
    if (!text.matches("[A-Za-z][A-Za-z0-9_.-]{0,63}")) {
      throw new IllegalArgumentException(
          "must be 1 to 64 of letters, digits, _, . and -, a letter first");
    }
    return text;
  }

  private static Set<TokenEnvironment> environments(Node node) {
    List<TokenEnvironment> named = node.at("environments").each(TokenEnvironment::of);
    return named.isEmpty() ? EnumSet.allOf(TokenEnvironment.class) : EnumSet.copyOf(named);
  }

  private static Set<IdentityForm> identity(Node node) {
    Set<IdentityForm> forms = EnumSet.noneOf(IdentityForm.class);
    List<Optional<IdentityForm>> named = node.each(RouteReader::form);
    named.forEach(form -> form.ifPresent(forms::add));
    if (named.contains(Optional.<IdentityForm>empty()) && !forms.isEmpty()) {
      node.fault("is none or something, not both");
    }
    return forms;
  }

  private static Optional<IdentityForm> form(String text) {
    if (text.equals(NO_IDENTITY)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Node.named(IdentityForm.class, text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + ", " + NO_IDENTITY, e);
    }
  }

  private static FailurePolicy failure(Node node) {
    if (!node.has("failure")) {
      return FailurePolicy.DEFAULT;
    }
    Node failure = node.at("failure");
    failure.allowOnly("limits", "credentials");
    failure.at("credentials").oneOf(WithoutCredentials.class, WithoutCredentials.DENY);
    return new FailurePolicy(
        failure
            .at("limits")
            .oneOf(FailurePolicy.WithoutLimits.class, FailurePolicy.WithoutLimits.AS_CONFIGURED));
  }

  /** What cannot be checked is refused; the file may say so, and nothing else. */
  private enum WithoutCredentials {
    DENY
  }

  private static String rewritePart(Node node) {
    String text = node.textOr("");
    if (!text.isEmpty()) {
      if (text.endsWith("/")) {
        node.fault("begins with / and does not end with it");
      } else {
        node.read(UpstreamReader::plainPath);
      }
    }
    return text;
  }

  private Optional<McpRoute> mcp(Node node, RouteKind kind, String id, Set<IdentityForm> identity) {
    if (kind == RouteKind.MCP) {
      return Optional.of(mcps.read(node, id, identity));
    }
    if (node.has("mcp")) {
      node.at("mcp").fault("belongs to a route of the kind mcp");
    }
    return Optional.empty();
  }
}
