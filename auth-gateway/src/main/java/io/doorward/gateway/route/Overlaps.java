package io.doorward.gateway.route;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds operations that no request can reach, because earlier ones take the same paths with the
 * same methods. Only templates that are alike are compared: of others either may be meant.
 */
final class Overlaps {
  private static final String EVERY_METHOD = "every method";

  private final Map<Place, Set<String>> taken = new HashMap<>();

  private record Place(String host, String form) {}

  /** Notes the route's operations, and a fault for each that cannot be reached. */
  void add(Route route, Node node) {
    for (Operation operation : route.operations()) {
      String form = operation.path().form();
      Set<String> here = methods(operation);
      String host = route.host().orElse("");
      if (isTaken(new Place("", form), here) || isTaken(new Place(host, form), here)) {
        node.fault(
            String.join(", ", here.stream().sorted().toList())
                + " "
                + operation.path()
                + " is never reached: what stands before it takes the same");
      }
      taken.computeIfAbsent(new Place(host, form), place -> new HashSet<>()).addAll(here);
    }
  }

  private boolean isTaken(Place place, Set<String> methods) {
    Set<String> before = taken.getOrDefault(place, Set.of());
    return before.contains(EVERY_METHOD) || before.containsAll(methods);
  }

  private static Set<String> methods(Operation operation) {
    return operation.methods().isEmpty() ? Set.of(EVERY_METHOD) : operation.methods();
  }
}
