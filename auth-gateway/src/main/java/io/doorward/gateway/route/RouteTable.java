package io.doorward.gateway.route;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All routes, in the file's order: the first that fits wins. Immutable. */
public final class RouteTable {
  /** Paths by which our services speak among themselves; no file can open them. */
  private static final PathPattern INTERNAL = PathPattern.of("/internal/**");

  private static final RouteOutcome NOT_FOUND = new RouteOutcome.NotFound();

  private final List<Route> routes;

  RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /** How many routes there are. */
  public int size() {
    return routes.size();
  }

  /** Finds the route of a request. */
  public RouteOutcome match(String host, String method, String path) {
    if (INTERNAL.matches(path)) {
      return NOT_FOUND;
    }
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      if (route.host().isPresent() && !route.host().get().equals(host)) {
        continue;
      }
      for (Operation operation : route.operations()) {
        if (!operation.path().matches(path)) {
          continue;
        }
        if (operation.accepts(method)) {
          return matched(route, operation, path);
        }
        allowed.addAll(operation.methods());
        if (operation.methods().contains("GET")) {
          allowed.add("HEAD");
        }
      }
    }
    return allowed.isEmpty() ? NOT_FOUND : new RouteOutcome.MethodNotAllowed(allowed);
  }

  private static RouteOutcome matched(Route route, Operation operation, String path) {
    String target = route.upstreamPath(path);
    return INTERNAL.matches(target)
        ? NOT_FOUND
        : new RouteOutcome.Matched(route, operation.path().toString(), operation.scopes(), target);
  }
}
