package io.doorward.contract.barrier;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.TokenType;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are refused although nothing is wrong with them. A token is concerned if all that is
 * given here holds of it; what is {@code null} asks nothing.
 *
 * @param organizationId {@code null} for every organization
 * @param notBefore tokens made before this instant; {@code null} for whenever they were made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Barrier(
    UUID id,
    Kind kind,
    @Nullable UUID organizationId,
    @Nullable TokenType type,
    @Nullable TokenOwner owner,
    @Nullable Instant notBefore) {

  public Barrier {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
  }

  /** Whether it stands in this token's way. */
  public boolean concerns(TokenSnapshot token) {
    return (organizationId == null || organizationId.equals(token.organizationId()))
        && (type == null || type == token.type())
        && (owner == null || owner.equals(token.owner()))
        && (notBefore == null || token.createdAt().isBefore(notBefore));
  }

  /** Why it is there. */
  public enum Kind {
    /** An emergency: whoever holds such a token is told no more than of any useless one. */
    KILL_SWITCH,
    /** API tokens are turned off: nothing is wrong with the token, and its holder may know. */
    FEATURE_FLAG;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #wireName()}; a kind of a later version is as strict as the strictest. */
    @JsonCreator
    public static Kind of(String wireName) {
      return FEATURE_FLAG.wireName().equals(wireName) ? FEATURE_FLAG : KILL_SWITCH;
    }
  }
}
