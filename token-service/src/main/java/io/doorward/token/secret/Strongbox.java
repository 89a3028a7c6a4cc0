package io.doorward.token.secret;

import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.RawToken;
import io.doorward.contract.token.TokenFormat;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps a new token's secret for the few minutes in which its answer may be lost: AES-256-GCM (NIST
 * SP 800-38D) with a random nonce, bound to a context without which it does not open. The keys are
 * expanded from the peppers (HKDF-Expand, RFC 5869 section 2.3), so the database alone opens
 * nothing.
 */
public final class Strongbox {
  private static final String MAC = "HmacSHA256";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final byte[] INFO = "doorward strongbox\u0001".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final TokenFormat format = TokenFormat.standard();
  private final SecureRandom random = new SecureRandom();
  private final List<SecretKeySpec> keys;
  private final Peppers peppers;

  private Strongbox(List<SecretKeySpec> keys, Peppers peppers) {
    this.keys = keys;
    this.peppers = peppers;
  }

  static Strongbox of(String currentId, Map<String, byte[]> peppers) {
    List<SecretKeySpec> keys = new ArrayList<>();
    peppers.forEach(
        (id, pepper) ->
            keys.add(
                id.equals(currentId) ? 0 : keys.size(), new SecretKeySpec(expand(pepper), "AES")));
    return new Strongbox(keys, Peppers.of(currentId, peppers));
  }

  /** The secret, locked for this context. */
  public byte[] lock(MintedToken minted, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] clear = minted.secret().reveal().getBytes(StandardCharsets.US_ASCII);
    try {
      byte[] locked = cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce, context).doFinal(clear);
      byte[] box = Arrays.copyOf(nonce, NONCE_BYTES + locked.length);
      System.arraycopy(locked, 0, box, NONCE_BYTES, locked.length);
      return box;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + CIPHER, e);
    }
  }

  /** The secret again; empty if it was locked for another context or under a retired pepper. */
  public Optional<MintedToken> unlock(byte[] box, String context) {
    if (box.length <= NONCE_BYTES) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(box, NONCE_BYTES);
    for (SecretKeySpec key : keys) {
      try {
        byte[] clear =
            cipher(Cipher.DECRYPT_MODE, key, nonce, context)
                .doFinal(box, NONCE_BYTES, box.length - NONCE_BYTES);
        return token(new String(clear, StandardCharsets.US_ASCII));
      } catch (AEADBadTagException e) {
        // not this key, or not this context
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has " + CIPHER, e);
      }
    }
    return Optional.empty();
  }

  private Optional<MintedToken> token(String clear) {
    if (!(format.parse(clear) instanceof ParsedToken.WellFormed formed)) {
      return Optional.empty();
    }
    RawToken token = formed.token();
    return Optional.of(
        new MintedToken(
            token,
            peppers.lookupKey(token),
            format.prefix(formed.type(), formed.environment()),
            TokenFormat.hint(token)));
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] expand(byte[] pepper) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(pepper, MAC));
      return mac.doFinal(INFO);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + MAC, e);
    }
  }
}
