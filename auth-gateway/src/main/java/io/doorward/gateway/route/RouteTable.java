package io.doorward.gateway.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All routes, in the file's order: the first that fits wins. Immutable. */
public final class RouteTable {
  /** Paths by which our services speak among themselves; no file can open them. */
  private static final PathPattern INTERNAL = PathPattern.of("/internal/**");

  private static final RouteOutcome NOT_FOUND = new RouteOutcome.NotFound();

  private final List<Route> routes;
  private final Map<String, List<Entry>> byFirstSegment = new HashMap<>();
  private final List<Entry> anyFirstSegment;

  private record Entry(Route route, Operation operation) {}

  RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
    List<Entry> entries = new ArrayList<>();
    for (Route route : routes) {
      for (Operation operation : route.operations()) {
        entries.add(new Entry(route, operation));
      }
    }
    for (Entry entry : entries) {
      byFirstSegment.computeIfAbsent(
          entry.operation().path().firstLiteral(), first -> fitting(entries, first));
    }
    anyFirstSegment = fitting(entries, "");
  }

  /** What may fit a path that begins so, in order. */
  private static List<Entry> fitting(List<Entry> entries, String first) {
    return entries.stream()
        .filter(
            entry -> {
              String literal = entry.operation().path().firstLiteral();
              return literal.isEmpty() || literal.equals(first);
            })
        .toList();
  }

  /** How many routes there are. */
  public int size() {
    return routes.size();
  }

  /** All of them. */
  public List<Route> routes() {
    return routes;
  }

  /** The addresses of all upstreams, each once. */
  List<Targets> targets() {
    return routes.stream().map(route -> route.upstream().targets()).distinct().toList();
  }

  /** Finds the route of a request. */
  public RouteOutcome match(String host, String method, String path) {
    if (INTERNAL.matches(path)) {
      return NOT_FOUND;
    }
    Set<String> allowed = null;
    for (Entry entry : candidates(path)) {
      Operation operation = entry.operation();
      Optional<String> only = entry.route().host();
      if ((only.isPresent() && !only.get().equals(host)) || !operation.path().matches(path)) {
        continue;
      }
      if (operation.accepts(method)) {
        return matched(entry.route(), operation, path);
      }
      allowed = allowed == null ? new TreeSet<>() : allowed;
      allowed.addAll(operation.methods());
      if (operation.methods().contains("GET")) {
        allowed.add("HEAD");
      }
    }
    return allowed == null ? NOT_FOUND : new RouteOutcome.MethodNotAllowed(allowed);
  }

  private List<Entry> candidates(String path) {
    int end = path.indexOf('/', 1);
    String first = path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
    return byFirstSegment.getOrDefault(first, anyFirstSegment);
  }

  private static RouteOutcome matched(Route route, Operation operation, String path) {
    String target =
        operation.to().isPresent()
            ? route.upstream().basePath() + operation.to().get().expand(path)
            : route.upstreamPath(path);
    return INTERNAL.matches(target)
        ? NOT_FOUND
        : new RouteOutcome.Matched(
            route,
            operation.path().toString(),
            operation.scopes(),
            target,
            operation.cost(),
            operation.agent().map(agent -> agent.in(path)));
  }
}
