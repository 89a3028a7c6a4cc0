package io.doorward.token.directory.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who sees an agent. */
public enum Visibility {
  /** Whoever made it, and the organization's administrators. */
  PRIVATE,
  /** Every member. */
  ORGANIZATION,
  /** Everybody, of whatever organization; only its own runs it. */
  PUBLIC;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #wireName()}.
   *
   * @throws IllegalArgumentException if there is no such visibility
   */
  @JsonCreator
  public static Visibility of(String wireName) {
    for (Visibility visibility : values()) {
      if (visibility.wireName().equals(wireName)) {
        return visibility;
      }
    }
    throw new IllegalArgumentException("a visibility is one of private, organization, public");
  }
}
