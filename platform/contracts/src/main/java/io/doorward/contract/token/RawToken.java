package io.doorward.contract.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A whole token in clear. It prints as {@code ***}, compares in constant time and cannot be
 * serialised by accident: it has no property for a mapper to find.
 */
public final class RawToken {
  private final String value;

  RawToken(String value) {
    this.value = value;
  }

  /** The token in clear: for the one reply that shows it, and for hashing. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawToken that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.US_ASCII),
            that.value.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
