package io.doorward.gateway.route;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.token.TokenEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of the route file.
 *
 * @param host only for this {@code Host}; empty for every host
 * @param operations in the order in which they are tried; whatever none of them names does not
 *     exist
 * @param credentials what is accepted; {@link CredentialKind#NONE} lets anonymous requests through
 * @param queryKey the query parameter in which a token is accepted as well
 * @param strip whole segments taken off the front of the path before it is forwarded
 * @param prefix put in front of what is left
 * @param mcp present for the kind {@link RouteKind#MCP}, and for no other
 * @param websocket whether a WebSocket may be opened (RFC 6455)
 */
public record Route(
    String id,
    RouteKind kind,
    Optional<String> host,
    List<Operation> operations,
    Upstream upstream,
    Set<CredentialKind> credentials,
    Optional<String> queryKey,
    Set<TokenEnvironment> environments,
    Set<IdentityForm> identity,
    String audience,
    FailurePolicy failure,
    String strip,
    String prefix,
    Optional<McpRoute> mcp,
    boolean websocket) {

  /** The path as the upstream sees it, where no operation names it whole. */
  String upstreamPath(String path) {
    String base = upstream.basePath();
    boolean strips =
        !strip.isEmpty()
            && path.startsWith(strip)
            && (path.length() == strip.length() || path.charAt(strip.length()) == '/');
    if (!strips && base.isEmpty() && prefix.isEmpty()) {
      return path;
    }
    String rewritten = base + prefix + (strips ? path.substring(strip.length()) : path);
    return rewritten.isEmpty() ? "/" : rewritten;
  }

  /** Whether this form of identity is passed on. */
  public boolean passes(IdentityForm form) {
    return identity.contains(form);
  }
}
