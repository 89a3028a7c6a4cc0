package io.doorward.token.lifecycle.issue;

import java.util.Optional;

/**
 * A token's name without blanks around it.
 *
 * @param fault what is wrong with it
 */
public record TokenName(String value, Optional<String> fault) {
  public static final String FIX = "Use 1 to 100 visible characters on one line.";

  /** In characters of Unicode, as PostgreSQL counts them. */
  private static final int MAX_LENGTH = 100;

  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  /** Looks at a name as it is written. */
  public static TokenName of(String written) {
    String value = written.strip();
    int length = value.codePointCount(0, value.length());
    if (length == 0) {
      return new TokenName(value, Optional.of("is blank"));
    }
    if (length > MAX_LENGTH) {
      return new TokenName(value, Optional.of("is longer than " + MAX_LENGTH + " characters"));
    }
    return value.codePoints().allMatch(TokenName::visible)
        ? new TokenName(value, Optional.empty())
        : new TokenName(value, Optional.of("has control or invisible characters"));
  }

  /** Nothing that ends a line, turns the direction of text or drives a terminal. */
  private static boolean visible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      case Character.FORMAT ->
          // Emoji and several scripts need these two inside a word.
          character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER;
      default -> true;
    };
  }
}
