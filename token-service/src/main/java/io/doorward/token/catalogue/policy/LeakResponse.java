package io.doorward.token.catalogue.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is done to a token that is reported as leaked. */
public enum LeakResponse {
  /** It is ended for good. */
  REVOKE,
  /** It is set aside until a person has looked at it. */
  SUSPEND,
  /** Nothing but that everybody is told. */
  ALERT;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #wireName()}.
   *
   * @throws IllegalArgumentException if there is no such response
   */
  @JsonCreator
  public static LeakResponse of(String wireName) {
    for (LeakResponse response : values()) {
      if (response.wireName().equals(wireName)) {
        return response;
      }
    }
    throw new IllegalArgumentException("a leak response is one of revoke, suspend, alert");
  }
}
