package io.doorward.token.secret;

import io.doorward.contract.token.ForeignSecret;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.TokenFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What may be known of a string that somebody says is a token. */
@ApplicationScoped
public class Recognizer {
  private static final int HASH_BYTES = 32;

  private final TokenFormat format = TokenFormat.standard();
  private final SecureRandom random = new SecureRandom();
  private final Peppers peppers;
  private final ImportedKeysConfig imported;

  @Inject
  Recognizer(Peppers peppers, ImportedKeysConfig imported) {
    this.peppers = peppers;
    this.imported = imported;
  }

  /** Under which hashes it would be stored, the likeliest first; none if it cannot be a token. */
  public List<LookupKey> lookups(String presented) {
    if (format.parse(presented) instanceof ParsedToken.WellFormed found) {
      return peppers.candidates(found.token());
    }
    return imported.accepted()
        ? foreign(presented).map(key -> imported(key.sha256())).orElse(List.of())
        : List.of();
  }

  /** What is presented, if it may be a key of another system. */
  public Optional<ForeignSecret> foreign(String presented) {
    return ForeignSecret.read(format, presented);
  }

  /** Whether a key that begins so would be taken for one of ours. */
  public boolean looksLikeOurs(String beginning) {
    return format.claims(beginning);
  }

  /**
   * Under which hashes a key of another system may be stored, of which the SHA-256 is known; the
   * current pepper's first.
   */
  public List<LookupKey> imported(String sha256) {
    return peppers.importedCandidates(sha256);
  }

  /** A key for what cannot be hashed yet: nothing that is presented is found under it. */
  public LookupKey unhashed() {
    byte[] any = new byte[HASH_BYTES];
    random.nextBytes(any);
    return new LookupKey(Peppers.UNHASHED + "." + HexFormat.of().formatHex(any));
  }

  /** The text without the tokens in it, whatever stands around them. */
  public String redact(String text) {
    return format.patternAnywhere().matcher(text).replaceAll("***");
  }
}
