package io.doorward.gateway.route;

import io.doorward.contract.scope.Scope;
import java.net.URI;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what is particular to a route of the kind {@link RouteKind#MCP}. */
final class McpReader {
  private static final Set<String> METHODS = Set.of("POST", "GET", "DELETE");
  private static final List<String> SETTLED =
      List.of(
          "methods",
          "operations",
          "credentials",
          "queryKey",
          "agent",
          "agentVisibility",
          "websocket");
  private static final List<Scope> USUAL =
      List.of(
          new Scope("mcp:tools:list"),
          new Scope("mcp:tools:call"),
          new Scope("mcp:resources:read"),
          new Scope("mcp:prompts:read"));
  private static final int MEBIBYTE = 1_048_576;
  private static final int LEAST_BYTES = 1_024;
  private static final int MOST_BYTES = 16 * MEBIBYTE;
  private static final int LEAST_FIXED = 16;
  private static final String OFFLINE = "offline_access";
  private static final String SEVERAL = "stands alone: beside %s it would be no protection";

  private final Set<String> urls = new HashSet<>();

  McpRoute read(Node route, String id, Set<IdentityForm> identity) {
    for (String key : SETTLED) {
      if (route.has(key)) {
        route.at(key).fault("is settled by the kind mcp");
      }
    }
    if (identity.contains(IdentityForm.SESSION)) {
      route.at("identity").fault("session would pass the client's token to the MCP server");
    }
    Node mcp = route.at("mcp");
    if (!mcp.isMissing()) {
      mcp.allowOnly(
          "auth",
          "env",
          "publicUrl",
          "server",
          "onlyNamed",
          "authorizationServers",
          "scopes",
          "allowedOrigins",
          "maxBody",
          "maxAnswer");
    }
    Optional<String> url =
        mcp.has("publicUrl") ? mcp.at("publicUrl").read(McpReader::url) : Optional.empty();
    if (url.isPresent() && !urls.add(url.get())) {
      mcp.at("publicUrl").fault("is used twice: a token for one would be good for the other");
    }
    Set<McpAuth> auth = auth(mcp, url.isPresent());
    if (!auth.contains(McpAuth.TOKEN) && !auth.contains(McpAuth.JWT)) {
      for (Node named : List.of(route.at("scopes"), mcp.at("scopes"), mcp.at("onlyNamed"))) {
        if (!named.isMissing()) {
          named.fault("holds for nobody where callers are not told apart");
        }
      }
    }
    String server = mcp.has("server") ? mcp.at("server").read(McpReader::server).orElse(id) : id;
    boolean onlyNamed = mcp.at("onlyNamed").flagOr(false);
    return new McpRoute(
        route.at("path").read(UpstreamReader::plainPath).orElse("/"),
        route.has("host"),
        server,
        onlyNamed,
        auth,
        url,
        mcp.at("authorizationServers").each(McpReader::issuer),
        scopes(route, mcp, onlyNamed ? List.of(McpRoute.confining(server)) : List.of()),
        Set.copyOf(mcp.at("allowedOrigins").each(McpReader::origin)),
        fixed(mcp, auth),
        mcp.at("maxBody").integerOr(MEBIBYTE, LEAST_BYTES, MOST_BYTES),
        mcp.at("maxAnswer").integerOr(4 * MEBIBYTE, LEAST_BYTES, MOST_BYTES));
  }

  /** What there is at the path of an MCP server, whatever the file names. */
  static Operation operation(Operation read) {
    return new Operation(
        METHODS, read.path(), read.scopes(), read.cost(), read.to(), Optional.empty());
  }

  /** Named, or else by what is there to check with; never nothing unless it is named. */
  private static Set<McpAuth> auth(Node mcp, boolean hasUrl) {
    if (!mcp.has("auth")) {
      if (mcp.has("env")) {
        return EnumSet.of(McpAuth.ENV);
      }
      return hasUrl ? EnumSet.of(McpAuth.TOKEN, McpAuth.JWT) : EnumSet.of(McpAuth.TOKEN);
    }
    Node named = mcp.at("auth");
    Set<McpAuth> auth = EnumSet.noneOf(McpAuth.class);
    auth.addAll(named.each(text -> Node.named(McpAuth.class, text)));
    if (auth.isEmpty()) {
      named.fault("must name at least one of token, jwt, env, none");
      return EnumSet.of(McpAuth.TOKEN);
    }
    for (McpAuth alone : List.of(McpAuth.NONE, McpAuth.ENV)) {
      if (auth.contains(alone) && auth.size() > 1) {
        named.fault(
            alone.name().toLowerCase(Locale.ROOT) + " " + SEVERAL.formatted("another kind"));
      }
    }
    if (auth.contains(McpAuth.JWT) && !hasUrl) {
      named.fault("jwt needs publicUrl, which is the audience of the JWTs that are accepted");
    }
    return auth;
  }

  private static Optional<StaticToken> fixed(Node mcp, Set<McpAuth> auth) {
    boolean wanted = auth.contains(McpAuth.ENV);
    if (wanted != mcp.has("env")) {
      mcp.at("env")
          .fault(
              wanted
                  ? "is missing: the name of the variable with the token"
                  : "belongs to the authentication kind env");
      return Optional.empty();
    }
    return wanted ? mcp.at("env").variable().flatMap(value -> fixed(mcp, value)) : Optional.empty();
  }

  private static Optional<StaticToken> fixed(Node mcp, String value) {
    if (value.length() < LEAST_FIXED || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      mcp.at("env")
          .fault("names a variable whose value is not " + LEAST_FIXED + " or more visible letters");
      return Optional.empty();
    }
    return Optional.of(new StaticToken(value));
  }

  /** What clients are told to ask for: what the file says, and what nothing goes without. */
  private static List<Scope> scopes(Node route, Node mcp, List<Scope> own) {
    List<Scope> named = mcp.at("scopes").each(McpReader::scope);
    return Stream.of(named.isEmpty() ? USUAL : named, route.at("scopes").each(Scope::new), own)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  private static Scope scope(String text) {
    if (text.equals(OFFLINE)) {
      throw new IllegalArgumentException("is between client and authorization server");
    }
    return new Scope(text);
  }

  private static String server(String text) {
    if (!text.matches("[a-z0-9][a-z0-9_.-]{0,47}")) {
      throw new IllegalArgumentException(
          "must be 1 to 48 of a-z, 0-9, _, . and -, a letter or digit first");
    }
    return text;
  }

  /** As RFC 9728, section 1.2, has it, without what only makes comparing it harder. */
  private static String url(String text) {
    URI uri = URI.create(text);
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (!isHttp(uri)
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || path.endsWith("/")
        || !uri.normalize().equals(uri)
        || !text.startsWith(uri.getScheme() + "://" + authority(uri).toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "must be http(s)://host[:port]/path in its shortest form, without a slash at its end");
    }
    return text;
  }

  private static String issuer(String text) {
    URI uri = URI.create(text);
    if (!isHttp(uri) || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("must be the http(s) URL of an issuer");
    }
    return text;
  }

  private static String origin(String text) {
    URI uri = URI.create(text);
    if (!isHttp(uri) || !text.equals(uri.getScheme() + "://" + authority(uri))) {
      throw new IllegalArgumentException("must be an origin: http(s)://host[:port]");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean isHttp(URI uri) {
    return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
        && uri.getHost() != null
        && uri.getRawUserInfo() == null;
  }

  private static String authority(URI uri) {
    return uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
  }
}
