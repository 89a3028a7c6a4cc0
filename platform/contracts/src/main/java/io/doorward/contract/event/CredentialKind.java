package io.doorward.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** With what a request was made. */
public enum CredentialKind {
  TOKEN,
  SESSION,
  NONE;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #wireName()}.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  @JsonCreator
  public static CredentialKind of(String wireName) {
    for (CredentialKind kind : values()) {
      if (kind.wireName().equals(wireName)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("a credential is one of token, session, none");
  }
}
