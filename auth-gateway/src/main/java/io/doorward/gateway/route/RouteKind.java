package io.doorward.gateway.route;

/** What a route's upstream speaks. */
public enum RouteKind {
  /** Any HTTP. */
  HTTP,
  /** The Model Context Protocol over Streamable HTTP. */
  MCP
}
