package io.doorward.contract.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** HMAC-SHA-256 written out from RFC 2104, to compare with. */
final class HmacReference {
  private static final int BLOCK = 64;

  private HmacReference() {}

  static String hex(byte[] key, String message) {
    byte[] inner = new byte[BLOCK];
    byte[] outer = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      byte k = i < key.length ? key[i] : 0;
      inner[i] = (byte) (k ^ 0x36);
      outer[i] = (byte) (k ^ 0x5c);
    }
    return HexFormat.of()
        .formatHex(sha256(outer, sha256(inner, message.getBytes(StandardCharsets.US_ASCII))));
  }

  private static byte[] sha256(byte[] head, byte[] tail) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(head);
      return digest.digest(tail);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
