package io.doorward.token.lifecycle.validate;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The token in question. Not a record: a record would print it. */
@Schema(name = "ValidateToken")
public final class ValidateToken {
  @Schema(required = true, description = "The whole token")
  private @Nullable String token;

  public void setToken(@Nullable String value) {
    token = value;
  }

  @Nullable String presented() {
    return token;
  }
}
