package io.doorward.token.lifecycle.issue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.doorward.contract.token.RawToken;
import io.doorward.token.lifecycle.view.TokenView;
import io.doorward.token.secret.MintedToken;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The one answer that shows the secret. Not a record: a record would print it. */
@Schema(name = "IssuedToken", allOf = TokenView.class)
public final class IssuedToken {
  @Schema(hidden = true)
  private final TokenView view;

  @Schema(hidden = true)
  private final RawToken secret;

  private IssuedToken(TokenView view, RawToken secret) {
    this.view = view;
    this.secret = secret;
  }

  /** The answer for a token and the secret that was just made for it. */
  public static IssuedToken of(TokenView view, MintedToken minted) {
    return new IssuedToken(view, minted.secret());
  }

  @JsonUnwrapped
  @Schema(hidden = true)
  public TokenView getView() {
    return view;
  }

  /** The whole token, shown once. */
  @JsonProperty("token")
  @Schema(description = "The whole token; shown here and never again")
  public String getToken() {
    return secret.reveal();
  }
}
