package io.doorward.token.lifecycle.bulk;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.doorward.contract.token.RawToken;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A new token of a rotation job with its secret. Not a record: a record would print it. */
@Schema(name = "NewSecret")
public final class NewSecret {
  @Schema(hidden = true)
  private final SecretStore.Kept kept;

  @Schema(hidden = true)
  private final RawToken secret;

  NewSecret(SecretStore.Kept kept, RawToken secret) {
    this.kept = kept;
    this.secret = secret;
  }

  @JsonProperty("id")
  @Schema(description = "The new token's")
  public UUID getId() {
    return kept.successor();
  }

  @JsonProperty("predecessor")
  @Schema(description = "The token it replaces")
  public UUID getPredecessor() {
    return kept.predecessor();
  }

  @JsonProperty("name")
  public @Nullable String getName() {
    return kept.name();
  }

  @JsonProperty("token")
  @Schema(description = "The whole token; shown here and never again")
  public String getToken() {
    return secret.reveal();
  }
}
