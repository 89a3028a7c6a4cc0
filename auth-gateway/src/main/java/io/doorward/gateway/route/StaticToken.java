package io.doorward.gateway.route;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A fixed token from the environment. Only its hash is kept. Prints as {@code ***}. */
public final class StaticToken {
  private final byte[] digest;

  StaticToken(String value) {
    digest = sha256(value);
  }

  /** Whether this is it; how long the answer takes says nothing about how much of it fits. */
  public boolean matches(String presented) {
    return MessageDigest.isEqual(digest, sha256(presented));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
