package io.doorward.bench.gateway;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much is measured.
 *
 * @param rounds in which everything that is compared takes turns
 * @param seconds of load for each figure of a round
 */
public record Plan(int rounds, int seconds, Set<Part> parts) {
  /** Single rounds scatter by a fifth; the median of so many does not. */
  public static final int ROUNDS = 7;

  public static final int SECONDS = 5;

  /** A JVM's compilers are done with the paths of a request after so many times a round's load. */
  private static final int WARM_UP = 4;

  public Plan {
    parts = Set.copyOf(parts);
  }

  /**
   * A plan.
   *
   * @param only the parts' names; empty for all
   * @throws IllegalArgumentException for a name that no part has
   */
  public static Plan of(int rounds, int seconds, List<String> only) {
    Set<Part> parts =
        only.isEmpty()
            ? EnumSet.allOf(Part.class)
            : only.stream().map(Part::of).collect(Collectors.toSet());
    return new Plan(rounds, seconds, parts);
  }

  boolean has(Part part) {
    return parts.contains(part);
  }

  int warmUpSeconds() {
    return WARM_UP * seconds;
  }
}
