package io.doorward.token.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A token set aside for a while.
 *
 * @param by the member's subject, the token's id or the service's name
 * @param until it ends by itself then; {@code null}: when somebody ends it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Suspension(
    String by, By byKind, String reason, Instant since, @Nullable Instant until) {

  /** Whether it takes the other's place. */
  public boolean outranks(@Nullable Suspension other) {
    return byKind == By.SERVICE && (other == null || other.byKind != By.SERVICE);
  }

  /** What {@link Suspension#by} names. */
  public enum By {
    USER,
    TOKEN,
    SERVICE;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
