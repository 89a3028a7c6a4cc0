package io.doorward.token.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hands a value to a client and recognises it when it comes back unaltered: HMAC-SHA-256 (RFC 2104)
 * cut to 16 bytes. The keys are derived from the peppers, so every replica has the same and they
 * rotate together; a value is bound to a purpose and cannot be used for another. It hides nothing.
 */
public final class Seal {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_BYTES = 16;

  /** Longest sealed text that is looked at, in characters. */
  private static final int MAX_LENGTH = 1024;

  private final List<SecretKeySpec> keys;

  private Seal(List<SecretKeySpec> keys) {
    this.keys = keys;
  }

  static Seal of(String currentId, Map<String, byte[]> peppers) {
    List<SecretKeySpec> keys = new ArrayList<>();
    peppers.forEach(
        (id, pepper) -> {
          byte[] derived = mac(new SecretKeySpec(pepper, ALGORITHM), "doorward seal", new byte[0]);
          keys.add(id.equals(currentId) ? 0 : keys.size(), new SecretKeySpec(derived, ALGORITHM));
        });
    return new Seal(keys);
  }

  /** The value with its seal, in base64url characters. */
  public String seal(String purpose, byte[] value) {
    byte[] mac = mac(keys.get(0), purpose, value);
    byte[] sealed = Arrays.copyOf(mac, MAC_BYTES + value.length);
    System.arraycopy(value, 0, sealed, MAC_BYTES, value.length);
    return encode(sealed);
  }

  private static String encode(byte[] sealed) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /** The value, if we sealed it for this purpose; empty for anything else. Never throws. */
  public Optional<byte[]> open(String purpose, String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    // Written differently means altered, even where the decoder would overlook it.
    if (sealed.length < MAC_BYTES || !encode(sealed).equals(text)) {
      return Optional.empty();
    }
    byte[] claimed = Arrays.copyOf(sealed, MAC_BYTES);
    byte[] value = Arrays.copyOfRange(sealed, MAC_BYTES, sealed.length);
    for (SecretKeySpec key : keys) {
      if (MessageDigest.isEqual(claimed, Arrays.copyOf(mac(key, purpose, value), MAC_BYTES))) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static byte[] mac(SecretKeySpec key, String purpose, byte[] value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(value);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
