package io.doorward.stack.secret;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Base64;

/** Fresh keys in the text forms in which the services read them. */
final class SigningKeys {
  private static final int RSA_BITS = 2048;

  private SigningKeys() {}

  /** A private EC P-256 JWK whose {@code kid} is its RFC 7638 thumbprint. */
  static String gatewayJwk() {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .algorithm(JWSAlgorithm.ES256)
          .keyUse(KeyUse.SIGNATURE)
          .keyIDFromThumbprint(true)
          .generate()
          .toJSONString();
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java has no EC keys", e);
    }
  }

  /** The JWKS with the public half of a private JWK. */
  static String publicJwks(String privateJwk) {
    try {
      return new JWKSet(ECKey.parse(privateJwk).toPublicJWK()).toString();
    } catch (ParseException e) {
      throw new IllegalStateException("the stored signing key cannot be read", e);
    }
  }

  static String openIdJwk() {
    try {
      RSAKey key =
          new RSAKeyGenerator(RSA_BITS)
              .algorithm(JWSAlgorithm.RS256)
              .keyUse(KeyUse.SIGNATURE)
              .keyIDFromThumbprint(true)
              .generate();
      return key.toJSONString();
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java has no RSA keys", e);
    }
  }

  static KeyPair ed25519() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no Ed25519 keys", e);
    }
  }

  /** PKCS#8 for a private key, SubjectPublicKeyInfo for a public one (RFC 7468). */
  static String pem(String label, Key key) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.getEncoded());
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----";
  }
}
