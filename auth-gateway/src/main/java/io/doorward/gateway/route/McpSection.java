package io.doorward.gateway.route;

import com.fasterxml.jackson.databind.JsonNode;

/** The {@code mcp} mapping of a route, as it was written: whoever serves the kind reads it. */
public record McpSection(JsonNode content) {}
