package io.doorward.contract.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A key that another system made, in clear, as somebody presents it. It prints as {@code ***} and
 * has no property for a mapper to find.
 */
public final class ForeignSecret {
  /** Shorter ones could be guessed. */
  public static final int SHORTEST = 16;

  /** Longer ones are not looked at. */
  public static final int LONGEST = 256;

  private final String value;

  private ForeignSecret(String value) {
    this.value = value;
  }

  /**
   * Reads what somebody presents, exactly, byte for byte.
   *
   * @return empty if it claims to be a token of ours, well-formed or not, or cannot be a key:
   *     {@value #SHORTEST} to {@value #LONGEST} visible ASCII characters without a comma, which
   *     separates credentials
   */
  public static Optional<ForeignSecret> read(TokenFormat ours, String presented) {
    if (presented.length() < SHORTEST
        || presented.length() > LONGEST
        || ours.claims(presented)
        || !presented.chars().allMatch(c -> c > ' ' && c <= '~' && c != ',')) {
      return Optional.empty();
    }
    return Optional.of(new ForeignSecret(presented));
  }

  /** The key in clear: for comparing it. */
  public String reveal() {
    return value;
  }

  /** SHA-256 in lower-case hex digits: what other systems commonly keep of a key. */
  public String sha256() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
