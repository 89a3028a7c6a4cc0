package io.doorward.gateway.route;

import io.doorward.contract.scope.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What one kind of request of a route needs.
 *
 * @param methods empty for every method
 * @param scopes all of them are needed
 * @param cost permits that a request takes from the caller's limits
 * @param to the whole path to ask the upstream for
 * @param agent which segment of the path names an agent
 */
record Operation(
    Set<String> methods,
    PathPattern path,
    List<Scope> scopes,
    int cost,
    Optional<PathTemplate> to,
    Optional<AgentSegment> agent) {

  /** An agent's place in the path. */
  record AgentSegment(int index, AgentInPath.Visibility visibility) {

    AgentInPath in(String path) {
      return new AgentInPath(id(PathPattern.segment(path, index)), visibility);
    }

    /** Only the written form: UUID.fromString also takes what others read differently. */
    private static Optional<UUID> id(String text) {
      if (text.length() != 36) {
        return Optional.empty();
      }
      try {
        UUID id = UUID.fromString(text);
        return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  boolean accepts(String method) {
    return methods.isEmpty()
        || methods.contains(method)
        || (method.equals("HEAD") && methods.contains("GET"));
  }
}
