package io.doorward.gateway.mcp;

import io.doorward.contract.json.ContractJson;
import io.doorward.contract.scope.Scope;
import io.doorward.gateway.credential.SessionConfig;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.route.McpRoute;
import io.doorward.gateway.route.Route;
import io.doorward.gateway.route.Routes;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes MCP servers as protected resources (RFC 9728, section 2). */
@Singleton
public class McpMetadata {
  private final Routes routes;
  private final String issuer;

  @Inject
  McpMetadata(Routes routes, SessionConfig session) {
    this.routes = routes;
    this.issuer = session.issuer();
  }

  /** The description that a request asks for; empty if it asks for none that there is. */
  public Optional<Buffer> of(EdgeRequest request) {
    if (!McpRoute.isMetadataPath(request.path())) {
      return Optional.empty();
    }
    for (Route route : routes.table().routes()) {
      Optional<McpRoute> mcp = route.mcp().filter(McpRoute::knowsCallers);
      if (mcp.isEmpty() || !route.host().map(request.host()::equals).orElse(true)) {
        continue;
      }
      Optional<String> resource = mcp.get().resource(request.secure(), request.authority());
      if (resource.isPresent() && mcp.get().isDescribedAt(request.path(), resource.get())) {
        return Optional.of(describe(mcp.get(), resource.get()));
      }
    }
    return Optional.empty();
  }

  private Buffer describe(McpRoute mcp, String resource) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("resource", resource);
    description.put(
        "authorization_servers",
        mcp.authorizationServers().isEmpty() ? List.of(issuer) : mcp.authorizationServers());
    description.put("scopes_supported", mcp.scopes().stream().map(Scope::value).toList());
    description.put("bearer_methods_supported", List.of("header"));
    return Buffer.buffer(ContractJson.write(description));
  }
}
