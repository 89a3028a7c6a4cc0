package io.doorward.contract.snapshot;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Whom a token acts for.
 *
 * @param id the user's subject at the OpenID provider, or the service account's or agent's id
 */
public record TokenOwner(Kind kind, String id) {

  /** What an owner is. */
  public enum Kind {
    USER,
    SERVICE_ACCOUNT,
    AGENT;

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
    public static Kind of(String wireName) {
      for (Kind kind : values()) {
        if (kind.wireName().equals(wireName)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("an owner is one of user, service_account, agent");
    }
  }
}
