package io.doorward.bench.gateway;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be measured by itself. */
enum Part {
  THROUGHPUT,
  REFUSALS,
  FLOOD,
  LATENCY,
  REVOCATION,
  LIMITS;

  static Part of(String word) {
    return Arrays.stream(values())
        .filter(part -> part.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--only takes "
                        + Arrays.stream(values()).map(Part::word).collect(Collectors.joining(","))
                        + ", some of them."));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
