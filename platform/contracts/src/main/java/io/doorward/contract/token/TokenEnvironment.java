package io.doorward.contract.token;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Live and test tokens are kept apart: a route accepts the one, the other or both. */
public enum TokenEnvironment {
  LIVE,
  TEST;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #wireName()}.
   *
   * @throws IllegalArgumentException if there is no such environment
   */
  @JsonCreator
  public static TokenEnvironment of(String wireName) {
    for (TokenEnvironment environment : values()) {
      if (environment.wireName().equals(wireName)) {
        return environment;
      }
    }
    throw new IllegalArgumentException("environment is one of live, test");
  }
}
