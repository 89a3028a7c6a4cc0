package io.doorward.gateway.proxy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * Whether a private key is its certificate's. A TLS engine takes any two and fails with the first
 * client, and while the files are being replaced they may be of two pairs.
 */
final class MatchingPair {
  private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

  private MatchingPair() {}

  /**
   * Signs with one and verifies with the other.
   *
   * @param certificates PEM, the first one counts
   * @param key PKCS#8 PEM
   * @throws GeneralSecurityException if either cannot be read or they do not fit
   */
  static void require(byte[] certificates, byte[] key) throws GeneralSecurityException {
    PublicKey open =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificates))
            .getPublicKey();
    PrivateKey secret =
        KeyFactory.getInstance(open.getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(content(key)));
    Signature signature = Signature.getInstance(scheme(open.getAlgorithm()));
    signature.initSign(secret);
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(open);
    signature.update(PROBE);
    if (!signature.verify(signed)) {
      throw new InvalidKeyException("the key is not the certificate's");
    }
  }

  private static String scheme(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> algorithm;
    };
  }

  private static byte[] content(byte[] pem) throws InvalidKeyException {
    String text = new String(pem, StandardCharsets.US_ASCII);
    if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
      throw new InvalidKeyException("the key is not PKCS#8 in PEM");
    }
    try {
      return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("the key is not PKCS#8 in PEM", e);
    }
  }
}
