package io.doorward.gateway.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Signs, and publishes what it takes to check the signature. The private part never leaves. */
@Singleton
public class GatewayKey {
  private static final String HMAC = "HmacSHA256";

  private final EllipticCurveJsonWebKey key;
  private final String published;

  /**
   * @throws IllegalStateException if the file is not such a key; its content is not in the message
   */
  @Inject
  GatewayKey(IdentityConfig config) {
    key = load(Path.of(config.signingKey()));
    key.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    key.setUse("sig");
    published = new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
  }

  private static EllipticCurveJsonWebKey load(Path file) {
    try {
      JsonWebKey parsed = JsonWebKey.Factory.newJwk(Files.readString(file));
      if (parsed instanceof EllipticCurveJsonWebKey key
          && "P-256".equals(key.getCurveName())
          && key.getPrivateKey() != null
          && key.getKeyId() != null) {
        return key;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("doorward.gateway.signing-key: cannot read " + file, e);
    } catch (JoseException e) {
      // the cause may quote the file
    }
    throw new IllegalStateException(
        "doorward.gateway.signing-key: " + file + " is not a private EC P-256 JWK with a kid");
  }

  /** The JSON Web Key Set with the public key. */
  public String published() {
    return published;
  }

  /**
   * A mark that only holders of this key can make: HMAC-SHA-256 (RFC 2104) under a key that is
   * derived for one purpose, in base64url.
   */
  public String mark(String purpose, String text) {
    byte[] own = key.getEcPrivateKey().getS().toByteArray();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(hmac(own, purpose), text));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  String sign(JwtClaims claims) {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setHeader("typ", "JWT");
    signature.setKey(key.getPrivateKey());
    signature.setPayload(claims.toJson());
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("a P-256 key signs with ES256", e);
    }
  }
}
