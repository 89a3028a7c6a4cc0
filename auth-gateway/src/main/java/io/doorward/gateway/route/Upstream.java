package io.doorward.gateway.route;

import java.time.Duration;

/**
 * Where a route's requests go.
 *
 * @param name the audience of the identity tokens it receives
 * @param basePath prefix of every path sent to it; empty for none
 * @param connect longest wait for a connection
 * @param response longest time from the head of the request to the head of the answer; sending a
 *     body counts
 * @param idle longest silence in the middle of a body
 */
public record Upstream(
    String name,
    String host,
    int port,
    boolean tls,
    String basePath,
    Duration connect,
    Duration response,
    Duration idle) {}
