package io.doorward.token.lifecycle.importing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another system kept of a key. */
record ForeignHash(Algorithm algorithm, String value) {
  private static final Pattern SHA256 = Pattern.compile("sha256:([0-9a-fA-F]{64})");

  /** Modular crypt form: version, cost, 22 characters of salt and 31 of hash. */
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-9]|2[0-9]|3[01])\\$[./A-Za-z0-9]{53}");

  /** Such as {@code $2b$}. */
  private static final int VERSION_LENGTH = 4;

  /**
   * One comparison at a cost of 12 takes about a quarter of a second of a processor and each step
   * doubles it: ten of them are over before the gateway's patience is.
   */
  static final int HIGHEST_COST = 12;

  /** How it was made. */
  enum Algorithm {
    SHA256,
    BCRYPT;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Optional<ForeignHash> parse(String text) {
    Matcher sha256 = SHA256.matcher(text);
    if (sha256.matches()) {
      return Optional.of(
          new ForeignHash(Algorithm.SHA256, sha256.group(1).toLowerCase(Locale.ROOT)));
    }
    return BCRYPT.matcher(text).matches()
        ? Optional.of(new ForeignHash(Algorithm.BCRYPT, text))
        : Optional.empty();
  }

  /**
   * By which a bcrypt hash is known again: SHA-256 in hex of it from its cost on, as its version
   * does not change what it fits. Of a SHA-256 the keyed hash is kept for good.
   */
  Optional<String> fingerprint() {
    return algorithm == Algorithm.BCRYPT
        ? Optional.of(sha256(value.substring(VERSION_LENGTH)))
        : Optional.empty();
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether comparing a key with it takes longer than anybody may ask for. */
  boolean tooSlow() {
    Matcher bcrypt = BCRYPT.matcher(value);
    return bcrypt.matches() && Integer.parseInt(bcrypt.group(1)) > HIGHEST_COST;
  }
}
