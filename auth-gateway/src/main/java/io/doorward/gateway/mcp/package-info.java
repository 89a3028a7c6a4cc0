/**
 * MCP servers behind the gateway (Model Context Protocol, Streamable HTTP, revisions 2025-11-25 and
 * 2026-07-28): what a message needs, who may see which part of a list, sessions that belong to one
 * caller, and the description of the server as a protected resource. Must not import the proxy or
 * another way in.
 */
@NullMarked
package io.doorward.gateway.mcp;

import org.jspecify.annotations.NullMarked;
