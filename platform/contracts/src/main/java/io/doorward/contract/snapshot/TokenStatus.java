package io.doorward.contract.snapshot;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a token is in its life. Derived, total: see {@link TokenSnapshot#statusAt}. */
public enum TokenStatus {
  ACTIVE,
  EXPIRED,
  SUSPENDED,
  REVOKED,
  /** Replaced by a successor; accepted until the overlap ends. */
  ROTATED;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #wireName()}.
   *
   * @throws IllegalArgumentException if there is no such status
   */
  @JsonCreator
  public static TokenStatus of(String wireName) {
    for (TokenStatus status : values()) {
      if (status.wireName().equals(wireName)) {
        return status;
      }
    }
    throw new IllegalArgumentException(
        "a status is one of active, expired, suspended, revoked, rotated");
  }
}
