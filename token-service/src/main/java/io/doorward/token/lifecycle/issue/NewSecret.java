package io.doorward.token.lifecycle.issue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.doorward.contract.token.RawToken;
import io.doorward.token.secret.MintedToken;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One of many new tokens with its secret. Not a record: a record would print it. */
@Schema(name = "NewSecret")
public final class NewSecret {
  @Schema(hidden = true)
  private final UUID id;

  @Schema(hidden = true)
  private final UUID predecessor;

  @Schema(hidden = true)
  private final @Nullable String name;

  @Schema(hidden = true)
  private final RawToken secret;

  private NewSecret(UUID id, UUID predecessor, @Nullable String name, RawToken secret) {
    this.id = id;
    this.predecessor = predecessor;
    this.name = name;
    this.secret = secret;
  }

  /** The answer for a token that replaces another, with the secret that was made for it. */
  public static NewSecret of(UUID id, UUID predecessor, @Nullable String name, MintedToken minted) {
    return new NewSecret(id, predecessor, name, minted.secret());
  }

  @JsonProperty("id")
  @Schema(description = "The new token's")
  public UUID getId() {
    return id;
  }

  @JsonProperty("predecessor")
  @Schema(description = "The token it replaces")
  public UUID getPredecessor() {
    return predecessor;
  }

  @JsonProperty("name")
  public @Nullable String getName() {
    return name;
  }

  @JsonProperty("token")
  @Schema(description = "The whole token; shown here and never again")
  public String getToken() {
    return secret.reveal();
  }
}
