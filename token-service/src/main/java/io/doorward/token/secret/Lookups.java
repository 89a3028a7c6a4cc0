package io.doorward.token.secret;

import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.TokenFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Where to look for a token that somebody presents. */
@ApplicationScoped
public class Lookups {
  private final TokenFormat format = TokenFormat.standard();
  private final Peppers peppers;

  @Inject
  Lookups(Peppers peppers) {
    this.peppers = peppers;
  }

  /** The keys it may be stored under, the likeliest first; none if it cannot be a token at all. */
  public List<LookupKey> of(String presented) {
    return format.parse(presented) instanceof ParsedToken.WellFormed formed
        ? peppers.candidates(formed.token())
        : List.of();
  }
}
