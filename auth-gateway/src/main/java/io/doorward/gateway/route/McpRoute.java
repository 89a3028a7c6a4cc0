package io.doorward.gateway.route;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the file says to a route of the kind {@link RouteKind#MCP}.
 *
 * @param path where clients find the server at the gateway
 * @param hostNamed whether the route is for one {@code Host} only
 * @param server the name by which scopes confine tokens to it: {@code mcp:servers:<server>}
 * @param onlyNamed whether a token must name the server; else one that names none will do
 * @param publicUrl the URL of the server as clients see it; empty: from the {@code Host} they send
 * @param authorizationServers issuers that clients are sent to; empty: the OpenID provider
 * @param scopes what clients are told to ask for
 * @param allowedOrigins browsers' origins beside the server's own
 * @param fixed the token of {@link McpAuth#ENV}
 * @param maxBody largest message of a client, in bytes
 * @param maxAnswer largest message of the server that is looked into, in bytes
 */
public record McpRoute(
    String path,
    boolean hostNamed,
    String server,
    boolean onlyNamed,
    Set<McpAuth> auth,
    Optional<String> publicUrl,
    List<String> authorizationServers,
    List<Scope> scopes,
    Set<String> allowedOrigins,
    Optional<StaticToken> fixed,
    int maxBody,
    int maxAnswer) {
  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";
  private static final String SERVERS = "mcp:servers";

  /** Whether callers are told apart. */
  public boolean knowsCallers() {
    return auth.contains(McpAuth.TOKEN) || auth.contains(McpAuth.JWT);
  }

  /** What the credentials of its callers are to the gateway. */
  Set<CredentialKind> credentials() {
    return auth.stream().map(McpAuth::credential).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The URL of the server as clients see it: its identifier (RFC 8707, RFC 9728). Empty if neither
   * file nor request tells.
   *
   * @param authority the {@code Host} of the request
   */
  public Optional<String> resource(boolean secure, String authority) {
    if (publicUrl.isPresent()) {
      return publicUrl;
    }
    return authority.isEmpty()
        ? Optional.empty()
        : Optional.of(
            (secure ? "https://" : "http://")
                + authority.toLowerCase(Locale.ROOT)
                + (path.equals("/") ? "" : path));
  }

  /** Where the resource is described: the well-known path goes between host and path. */
  public static String metadataUrl(String resource) {
    String origin = origin(resource);
    String path = resource.substring(origin.length());
    return origin + WELL_KNOWN + (path.equals("/") ? "" : path);
  }

  /** Whether a path may be one under which a resource is described. */
  public static boolean isMetadataPath(String path) {
    return path.startsWith(WELL_KNOWN);
  }

  /** Whether the resource is described under this path of the gateway's. */
  public boolean isDescribedAt(String metadataPath, String resource) {
    return metadataPath.equals(WELL_KNOWN + (path.equals("/") ? "" : path))
        || metadataPath.equals(URI.create(metadataUrl(resource)).getRawPath());
  }

  /**
   * Whether a browser's page of this origin may call the server. That origin and {@code Host} agree
   * says nothing if the host is any name: it may be the attacker's, made to lead here (DNS
   * rebinding). It must be one that the file names, or no name at all.
   */
  public boolean allowsOrigin(String origin, boolean secure, String authority) {
    if (allowedOrigins.contains(origin)) {
      return true;
    }
    boolean known = publicUrl.isPresent() || hostNamed || isOwnMachine(authority);
    return known
        && resource(secure, authority).filter(url -> origin.equals(origin(url))).isPresent();
  }

  private static boolean isOwnMachine(String authority) {
    String host = authority.replaceFirst(":[0-9]*$", "");
    return host.equalsIgnoreCase("localhost")
        || host.startsWith("[")
        || host.matches("[0-9]+(?:\\.[0-9]+){3}");
  }

  /** Scheme and authority. */
  private static String origin(String url) {
    int slash = url.indexOf('/', url.indexOf("://") + 3);
    return slash < 0 ? url : url.substring(0, slash);
  }

  /** The scope that confines a token to a server. */
  static Scope confining(String server) {
    return new Scope(SERVERS + ":" + server);
  }

  /** Whether a token with these scopes is for this server. */
  public boolean isMeantBy(ScopeSet held) {
    return held.grants(confining(server))
        || held.grants(new Scope(SERVERS))
        || (!onlyNamed
            && held.scopes().stream().noneMatch(scope -> scope.resource().equals(SERVERS)));
  }
}
