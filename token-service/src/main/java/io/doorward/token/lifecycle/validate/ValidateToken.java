package io.doorward.token.lifecycle.validate;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The token in question. Not a record: a record would print it. */
@Schema(name = "ValidateToken")
public final class ValidateToken {
  @Schema(required = true, description = "The whole token")
  private @Nullable String token;

  @Schema(description = "What a request would need; with it, or ip, the answer has allowed")
  private @Nullable List<@Nullable String> scopes;

  @Schema(description = "The address a request would come from")
  private @Nullable String ip;

  public void setToken(@Nullable String value) {
    token = value;
  }

  public void setScopes(@Nullable List<@Nullable String> value) {
    scopes = value;
  }

  public void setIp(@Nullable String value) {
    ip = value;
  }

  @Nullable String presented() {
    return token;
  }

  @Nullable List<@Nullable String> scopes() {
    return scopes;
  }

  @Nullable String ip() {
    return ip;
  }
}
