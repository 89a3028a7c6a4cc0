package io.doorward.token.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * When, from where and with what a token was used last.
 *
 * @param ip the client's address as the gateway saw it
 * @param userAgent what the client called itself
 */
@Schema(name = "LastUse")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastUse(Instant at, String ip, @Nullable String userAgent) {

  /** The newer of the two. */
  static @Nullable LastUse newer(@Nullable LastUse one, @Nullable LastUse other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.at().isBefore(other.at()) ? other : one;
  }
}
