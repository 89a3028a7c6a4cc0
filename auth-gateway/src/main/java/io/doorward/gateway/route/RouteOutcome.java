package io.doorward.gateway.route;

import io.doorward.contract.scope.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the table says to a request. */
public sealed interface RouteOutcome {

  /**
   * A route takes it.
   *
   * @param template the path template that matched, for events
   * @param target the path to ask the upstream for
   * @param cost permits it takes from the caller's limits
   * @param agent the agent that the path names, where the route says that it does
   */
  record Matched(
      Route route,
      String template,
      List<Scope> scopes,
      String target,
      int cost,
      Optional<AgentInPath> agent)
      implements RouteOutcome {}

  /** Nothing is there. */
  record NotFound() implements RouteOutcome {}

  /** Something is there, under other methods. */
  record MethodNotAllowed(Set<String> allowed) implements RouteOutcome {}
}
