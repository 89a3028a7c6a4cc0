package io.doorward.test.stack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The servers that a test can ask for. Secrets are always there: they cost nothing. */
enum Part {
  POSTGRES,
  REDIS,
  KAFKA,
  IDENTITY,
  UPSTREAM;

  /** Reads {@code "redis,kafka"}; nothing at all means everything but the demo upstream. */
  static Set<Part> parse(String text) {
    if (text.isBlank()) {
      return EnumSet.complementOf(EnumSet.of(UPSTREAM));
    }
    Set<Part> parts = EnumSet.noneOf(Part.class);
    Arrays.stream(text.split(","))
        .map(name -> name.strip().toUpperCase(Locale.ROOT))
        .filter(name -> !name.equals("SECRETS"))
        .forEach(name -> parts.add(valueOf(name)));
    return parts;
  }
}
