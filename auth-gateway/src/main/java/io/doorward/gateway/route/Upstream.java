package io.doorward.gateway.route;

import java.time.Duration;

/**
 * Where a route's requests go.
 *
 * @param name the audience of the identity tokens it receives
 * @param connect longest wait for a connection
 * @param response longest time from the head of the request to the head of the answer; sending a
 *     body counts
 * @param idle longest silence in the middle of a body
 */
public record Upstream(
    String name, Targets targets, Duration connect, Duration response, Duration idle) {

  /** Chooses the address for a request. */
  public Attempt begin() {
    return targets.begin();
  }

  /** Prefix of every path sent to it; empty for none. */
  String basePath() {
    return targets.spec().basePath();
  }
}
