package io.doorward.token.secret;

import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.RawToken;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenFormat;
import io.doorward.contract.token.TokenType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;

/** Makes new tokens. */
@ApplicationScoped
public class Mint {
  private final TokenFormat format = TokenFormat.standard();
  // Seeded by the platform's non-blocking source; may be used on an event loop.
  private final SecureRandom random = new SecureRandom();
  private final Peppers peppers;

  @Inject
  Mint(Peppers peppers) {
    this.peppers = peppers;
  }

  /** A new token with all that is stored of it. */
  public MintedToken mint(TokenType type, TokenEnvironment environment) {
    RawToken token = format.mint(type, environment, random);
    return new MintedToken(
        token, peppers.lookupKey(token), format.prefix(type, environment), TokenFormat.hint(token));
  }
}
