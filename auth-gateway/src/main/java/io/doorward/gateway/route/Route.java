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
 * @param strip whole segments taken off the front of the path before it is forwarded
 * @param prefix put in front of what is left
 */
public record Route(
    String id,
    Optional<String> host,
    List<Operation> operations,
    Upstream upstream,
    Set<CredentialKind> credentials,
    Set<TokenEnvironment> environments,
    Set<IdentityForm> identity,
    String audience,
    String strip,
    String prefix) {

  /** The path as the upstream sees it. */
  public String upstreamPath(String path) {
    boolean strips = path.equals(strip) || path.startsWith(strip + "/");
    String rest = strips ? path.substring(strip.length()) : path;
    String rewritten = upstream.basePath() + prefix + rest;
    return rewritten.startsWith("/") ? rewritten : "/" + rewritten;
  }

  /** Whether this form of identity is passed on. */
  public boolean passes(IdentityForm form) {
    return identity.contains(form);
  }
}
