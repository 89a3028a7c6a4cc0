package io.doorward.token.secret;

import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.RawToken;

/**
 * A token just made: the secret for the one answer that shows it, the rest to store. Not a record,
 * because records print and serialise what they hold.
 */
public final class MintedToken {
  private final RawToken secret;
  private final LookupKey lookup;
  private final String prefix;
  private final String lastFour;

  MintedToken(RawToken secret, LookupKey lookup, String prefix, String lastFour) {
    this.secret = secret;
    this.lookup = lookup;
    this.prefix = prefix;
    this.lastFour = lastFour;
  }

  public RawToken secret() {
    return secret;
  }

  public LookupKey lookup() {
    return lookup;
  }

  /** What stands before the secret: {@code dwp_live_}. */
  public String prefix() {
    return prefix;
  }

  public String lastFour() {
    return lastFour;
  }
}
