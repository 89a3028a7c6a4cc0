package io.doorward.gateway.check;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.gateway.check.Decision.Refused;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.route.McpRoute;
import io.doorward.gateway.route.RouteOutcome;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is particular to requests for MCP servers: the page they come from, the one fixed token, and
 * refusals that tell clients where the server is described (MCP specification, 2025-11-25 and
 * 2026-07-28, Authorization; RFC 9728, section 5.1).
 */
public final class McpAdmission {
  private static final String ORIGIN = "Origin";
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "bearer ";
  private static final String OF_ANOTHER_SERVER = "token_of_another_server";

  private McpAdmission() {}

  /** Whether the request comes from no browser, or from a page that may call the server. */
  static boolean allowsOrigin(McpRoute mcp, EdgeRequest request, MultiMap headers) {
    List<String> origins = headers.getAll(ORIGIN);
    return origins.isEmpty()
        || (origins.size() == 1
            && mcp.allowsOrigin(origins.get(0), request.secure(), request.authority()));
  }

  static Refused originNotAllowed(RouteOutcome.Matched match) {
    return refused(
        ErrorCode.ORIGIN_NOT_ALLOWED,
        "Pages of this origin may not call this server.",
        match,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** As for any other token that is of no use; usage events tell it apart. */
  static Refused ofAnotherServer(RouteOutcome.Matched match, Caller caller) {
    Refused plain = Refusals.invalidToken(match, caller);
    return refused(
        plain.code(),
        plain.detail(),
        match,
        plain.caller(),
        plain.challenge(),
        List.of(),
        Optional.of(OF_ANOTHER_SERVER));
  }

  /** Whether the request shows the one token that everybody has. */
  static boolean showsFixedToken(McpRoute mcp, MultiMap headers) {
    String sent = headers.get(AUTHORIZATION);
    return sent != null
        && sent.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && mcp.fixed().orElseThrow().matches(sent.substring(BEARER.length()).strip());
  }

  /** A caller who was let in may not send this message. */
  public static Refused insufficientScope(
      EdgeRequest request, Decision.Admitted admitted, List<Scope> needed) {
    Refused plain = Refusals.insufficientScope(admitted.route(), admitted.who(), needed);
    Refused charged =
        new Refused(
            plain.code(),
            plain.detail(),
            plain.caller(),
            plain.match(),
            admitted.limits(),
            plain.challenge(),
            plain.needed(),
            plain.retryAfter(),
            plain.allowed(),
            plain.recordedAs());
    return (Refused) challenged(request, charged);
  }

  /** The session is nobody's, or somebody else's: clients begin a new one. */
  public static Refused sessionUnknown(Decision.Admitted admitted) {
    return new Refused(
        ErrorCode.NOT_FOUND,
        "There is no such session. Begin a new one.",
        Optional.of(admitted.who()),
        Optional.of(admitted.route()),
        admitted.limits(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Set.of(),
        Optional.empty());
  }

  /** The decision, with what an MCP client needs to get a better credential. */
  static Decision challenged(EdgeRequest request, Decision decision) {
    if (!(decision instanceof Refused refused)
        || refused.challenge().isEmpty()
        || refused.match().isEmpty()) {
      return decision;
    }
    Optional<McpRoute> mcp = refused.match().get().route().mcp().filter(McpRoute::knowsCallers);
    Optional<String> resource =
        mcp.flatMap(route -> route.resource(request.secure(), request.authority()));
    if (resource.isEmpty()) {
      return decision;
    }
    StringBuilder challenge = new StringBuilder(refused.challenge().get());
    challenge
        .append(", resource_metadata=\"")
        .append(McpRoute.metadataUrl(resource.get()))
        .append('"');
    if (refused.code() != ErrorCode.INSUFFICIENT_SCOPE) {
      challenge.append(", scope=\"").append(scopes(mcp.get())).append('"');
    }
    return new Refused(
        refused.code(),
        refused.detail(),
        refused.caller(),
        refused.match(),
        refused.limits(),
        Optional.of(challenge.toString()),
        refused.needed(),
        refused.retryAfter(),
        refused.allowed(),
        refused.recordedAs());
  }

  private static String scopes(McpRoute mcp) {
    return mcp.scopes().stream().map(Scope::value).collect(Collectors.joining(" "));
  }

  private static Refused refused(
      ErrorCode code,
      String detail,
      RouteOutcome.Matched match,
      Optional<Caller> caller,
      Optional<String> challenge,
      List<Scope> needed,
      Optional<String> recordedAs) {
    return new Refused(
        code,
        detail,
        caller,
        Optional.of(match),
        Optional.empty(),
        challenge,
        needed,
        Optional.empty(),
        Set.of(),
        recordedAs);
  }
}
