package io.doorward.gateway.route;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.token.TokenEnvironment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads one route. Faults are noted; what it returns is only used if there are none. */
final class RouteReader {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final String INTERNAL_AUDIENCE = "doorward-internal";
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration RESPONSE = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Set<String> ids = new HashSet<>();

  Route read(Node node) {
    node.allowOnly(
        "id",
        "host",
        "path",
        "methods",
        "scopes",
        "operations",
        "upstream",
        "credentials",
        "environments",
        "identity",
        "audience",
        "rewrite");
    String id = node.at("id").read(RouteReader::id).orElse("");
    if (!id.isEmpty() && !ids.add(id)) {
      node.at("id").fault("is used twice: " + id);
    }
    Upstream upstream = upstream(node.at("upstream"), id);
    String audience = node.at("audience").textOr(upstream.name());
    if (audience.equals(INTERNAL_AUDIENCE)) {
      node.at("audience").fault("is how the gateway itself speaks to the services");
    }
    Set<CredentialKind> credentials = credentials(node.at("credentials"));
    List<Operation> operations = operations(node);
    if (credentials.contains(CredentialKind.NONE)
        && operations.stream().anyMatch(operation -> !operation.scopes().isEmpty())) {
      node.at("credentials").fault("lets everybody in, so the scopes would hold for nobody");
    }
    Node rewrite = node.at("rewrite");
    if (node.has("rewrite")) {
      rewrite.allowOnly("strip", "prefix");
    }
    return new Route(
        id,
        node.has("host")
            ? node.at("host").read(host -> host.toLowerCase(Locale.ROOT))
            : Optional.empty(),
        operations,
        upstream,
        credentials,
        environments(node),
        identity(node),
        audience,
        rewritePart(rewrite.at("strip")),
        rewritePart(rewrite.at("prefix")));
  }

  private static String id(String text) {
    if (!text.matches("[a-z][a-z0-9-]{0,47}")) {
      throw new IllegalArgumentException("must be 1 to 48 of a-z, 0-9 and -, a letter first");
    }
    return text;
  }

  private static List<Operation> operations(Node node) {
    List<Operation> operations = new ArrayList<>();
    if (!node.has("operations")) {
      operation(node, node).ifPresent(operations::add);
      return operations;
    }
    for (Node item : node.at("operations").items()) {
      item.allowOnly("path", "methods", "scopes");
      operation(item, item.has("path") ? item : node).ifPresent(operations::add);
    }
    for (String key : List.of("methods", "scopes")) {
      if (node.has(key)) {
        node.at(key).fault("belongs to each of the operations where there are any");
      }
    }
    if (operations.isEmpty()) {
      node.at("operations").fault("names no usable operation");
    }
    return operations;
  }

  private static Optional<Operation> operation(Node node, Node pathOwner) {
    Set<String> methods = new HashSet<>(node.at("methods").each(RouteReader::method));
    List<Scope> scopes = node.at("scopes").each(Scope::new);
    Optional<PathPattern> path = pathOwner.at("path").read(PathPattern::of);
    if (path.isPresent() && path.get().firstLiteral().equals("internal")) {
      pathOwner.at("path").fault("/internal is how the services speak among themselves");
    }
    return path.map(pattern -> new Operation(Set.copyOf(methods), pattern, scopes));
  }

  private static String method(String text) {
    if (!METHODS.contains(text)) {
      throw new IllegalArgumentException("must be one of " + String.join(", ", METHODS));
    }
    return text;
  }

  private static Set<CredentialKind> credentials(Node node) {
    List<CredentialKind> kinds = node.each(CredentialKind::of);
    if (kinds.isEmpty()) {
      node.fault("must name at least one of token, session, none");
      return Set.of();
    }
    return EnumSet.copyOf(kinds);
  }

  private static Set<TokenEnvironment> environments(Node node) {
    List<TokenEnvironment> named = node.at("environments").each(TokenEnvironment::of);
    return named.isEmpty() ? EnumSet.allOf(TokenEnvironment.class) : EnumSet.copyOf(named);
  }

  private static Set<IdentityForm> identity(Node node) {
    Set<IdentityForm> forms = EnumSet.noneOf(IdentityForm.class);
    forms.addAll(
        node.at("identity").each(text -> IdentityForm.valueOf(text.toUpperCase(Locale.ROOT))));
    return forms;
  }

  private static String rewritePart(Node node) {
    String text = node.textOr("");
    if (!text.isEmpty() && (!text.startsWith("/") || text.endsWith("/"))) {
      node.fault("begins with / and does not end with it");
    }
    return text;
  }

  private static Upstream upstream(Node node, String routeId) {
    if (!node.isObject()) {
      node.fault("must be a mapping with a url");
    } else {
      node.allowOnly("url", "name", "timeouts");
    }
    URI uri = node.at("url").read(RouteReader::uri).orElse(URI.create("http://invalid"));
    boolean tls = "https".equals(uri.getScheme());
    Node timeouts = node.at("timeouts");
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new Upstream(
        node.at("name").textOr(routeId),
        uri.getHost(),
        uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80,
        tls,
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
        timeouts.at("connect").durationOr(CONNECT),
        timeouts.at("response").durationOr(RESPONSE),
        timeouts.at("idle").durationOr(IDLE));
  }

  private static URI uri(String text) {
    URI uri = URI.create(text);
    if (!("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
        || uri.getHost() == null
        || uri.getRawQuery() != null
        || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("must be http(s)://host[:port][/path]");
    }
    return uri;
  }
}
