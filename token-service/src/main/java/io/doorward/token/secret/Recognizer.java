package io.doorward.token.secret;

import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.TokenFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** What may be known of a string that somebody says is a token. */
@ApplicationScoped
public class Recognizer {
  private final TokenFormat format = TokenFormat.standard();
  private final Peppers peppers;

  @Inject
  Recognizer(Peppers peppers) {
    this.peppers = peppers;
  }

  /**
   * Under which hashes it would be stored; none if it is not well-formed and so cannot be a token.
   */
  public List<LookupKey> lookups(String presented) {
    return format.parse(presented) instanceof ParsedToken.WellFormed found
        ? peppers.candidates(found.token())
        : List.of();
  }

  /** Under which hash a key of another system is stored, of which the SHA-256 is known. */
  public LookupKey imported(String sha256) {
    return peppers.importedCandidates(sha256).get(0);
  }

  /** The text without the tokens in it. */
  public String redact(String text) {
    return format.pattern().matcher(text).replaceAll("***");
  }
}
