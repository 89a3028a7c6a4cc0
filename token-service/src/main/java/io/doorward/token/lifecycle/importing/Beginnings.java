package io.doorward.token.lifecycle.importing;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How something begins, in every length that a prefix may have. */
final class Beginnings {
  /** As the database bounds it; those that are imported now are shorter. */
  private static final int LONGEST_PREFIX = 40;

  private Beginnings() {}

  /** The shortest first. */
  static Stream<String> of(String value) {
    return IntStream.rangeClosed(1, Math.min(LONGEST_PREFIX, value.length()))
        .mapToObj(length -> value.substring(0, length));
  }
}
