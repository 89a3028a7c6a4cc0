package io.doorward.token.directory.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a run of an agent ended. */
public enum Outcome {
  SUCCEEDED,
  FAILED,
  CANCELLED;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #wireName()}.
   *
   * @throws IllegalArgumentException if there is no such outcome
   */
  @JsonCreator
  public static Outcome of(String wireName) {
    for (Outcome outcome : values()) {
      if (outcome.wireName().equals(wireName)) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("an outcome is one of succeeded, failed, cancelled");
  }
}
