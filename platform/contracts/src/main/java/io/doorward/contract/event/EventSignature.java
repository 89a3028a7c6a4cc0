package io.doorward.contract.event;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/**
 * Ed25519 (RFC 8032) over the very bytes of a record's value, base64 in the header {@link
 * io.doorward.contract.channel.Headers#SIGNATURE}. The bytes are never written anew before they are
 * checked.
 */
public final class EventSignature {
  private static final String ALGORITHM = "Ed25519";

  private EventSignature() {}

  /**
   * Signs.
   *
   * @throws IllegalArgumentException if the key is not an Ed25519 private key
   */
  public static String sign(byte[] value, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(value);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 private key", e);
    }
  }

  /** Whether the signature is the key holder's over exactly these bytes. Never throws. */
  public static boolean verify(byte[] value, String signatureBase64, PublicKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(value);
      return signature.verify(Base64.getDecoder().decode(signatureBase64));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
