package io.doorward.gateway.route;

import io.doorward.contract.scope.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the requests of a route need. */
final class OperationReader {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final int DEAREST = 1_000;

  private OperationReader() {}

  static List<Operation> read(Node route) {
    List<Operation> operations = new ArrayList<>();
    if (!route.has("operations")) {
      operation(route, path(route), route, 1).ifPresent(operations::add);
      return operations;
    }
    int cost = cost(route, 1);
    for (Node item : route.at("operations").items()) {
      item.allowOnly("path", "methods", "scopes", "cost", "to", "agent", "agentVisibility");
      operation(item, path(item.has("path") ? item : route), route, cost)
          .ifPresent(operations::add);
    }
    for (String key : List.of("methods", "scopes", "agent", "agentVisibility")) {
      if (route.has(key)) {
        route.at(key).fault("belongs to each of the operations where there are any");
      }
    }
    if (operations.isEmpty()) {
      route.at("operations").fault("names no usable operation");
    }
    return operations;
  }

  private static Optional<PathPattern> path(Node owner) {
    Optional<PathPattern> path = owner.at("path").read(PathPattern::of);
    if (path.isPresent() && path.get().firstLiteral().equals("internal")) {
      owner.at("path").fault("/internal is how the services speak among themselves");
    }
    return path;
  }

  private static Optional<Operation> operation(
      Node node, Optional<PathPattern> path, Node route, int fallbackCost) {
    Set<String> methods = Set.copyOf(node.at("methods").each(OperationReader::method));
    List<Scope> scopes = node.at("scopes").each(Scope::new);
    int cost = cost(node, fallbackCost);
    return path.map(
        pattern ->
            new Operation(
                methods, pattern, scopes, cost, to(node, route, pattern), agent(node, pattern)));
  }

  private static int cost(Node node, int fallback) {
    return node.at("cost").integerOr(fallback, 1, DEAREST);
  }

  /** Named by the operation itself, or by the route for all of its operations. */
  private static Optional<PathTemplate> to(Node node, Node route, PathPattern path) {
    Node to = node.has("to") ? node.at("to") : route.at("rewrite").at("to");
    if (to.isMissing()) {
      return Optional.empty();
    }
    if (node.has("to") && route.has("rewrite")) {
      to.fault("stands in the place of the route's rewrite, not beside it");
    }
    Optional<PathTemplate> template = to.read(text -> PathTemplate.of(text, path));
    if (template.isPresent() && template.get().isInternal()) {
      to.fault("/internal is how the services speak among themselves");
    }
    return template;
  }

  private static Optional<Operation.AgentSegment> agent(Node node, PathPattern path) {
    if (!node.has("agent")) {
      if (node.has("agentVisibility")) {
        node.at("agentVisibility").fault("needs agent, the name of the path's variable");
      }
      return Optional.empty();
    }
    AgentInPath.Visibility visibility =
        node.at("agentVisibility")
            .oneOf(AgentInPath.Visibility.class, AgentInPath.Visibility.NOT_ASKED);
    return node.at("agent")
        .read(name -> segment(path, name))
        .map(index -> new Operation.AgentSegment(index, visibility));
  }

  private static int segment(PathPattern path, String variable) {
    int index = path.indexOf("{" + variable + "}");
    if (index < 0) {
      throw new IllegalArgumentException("{" + variable + "} is not in the path " + path);
    }
    return index;
  }

  private static String method(String text) {
    if (!METHODS.contains(text)) {
      throw new IllegalArgumentException("must be one of " + String.join(", ", METHODS));
    }
    return text;
  }
}
