package io.doorward.kit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Two issuers with a key each, and a third that nobody trusts. */
public class Issuers implements QuarkusTestResourceLifecycleManager {
  static final String PROVIDER = "https://id.example.test";
  static final EllipticCurveJsonWebKey PROVIDER_KEY = key("provider-1");
  static final EllipticCurveJsonWebKey GATEWAY_KEY = key("gateway-1");
  static final EllipticCurveJsonWebKey STRANGERS_KEY = key("gateway-1");

  private static EllipticCurveJsonWebKey key(String id) {
    try {
      EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      key.setKeyId(id);
      return key;
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    return Map.of(
        "doorward.identity.session.issuer", PROVIDER,
        "doorward.identity.session.jwks", jwks(PROVIDER_KEY),
        "doorward.identity.gateway.jwks", jwks(GATEWAY_KEY));
  }

  private static String jwks(EllipticCurveJsonWebKey key) {
    try {
      Path file = Files.createTempFile("jwks", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(
              file, new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY))
          .toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() {}

  static JwtClaims session(String role) {
    JwtClaims claims = claims(PROVIDER, "doorward", "alice");
    claims.setClaim("org", "acme");
    claims.setClaim("org_role", role);
    return claims;
  }

  static JwtClaims token(String role, String scope) {
    JwtClaims claims = claims("doorward-gateway", "doorward", "alice");
    claims.setClaim("org", "8b6ff6a1-3d0e-4a4e-9c39-5d6e0b0a0001");
    claims.setClaim("org_slug", "acme");
    claims.setClaim("tid", "8b6ff6a1-3d0e-4a4e-9c39-5d6e0b0a0002");
    claims.setClaim("org_role", role);
    claims.setClaim("scope", scope);
    return claims;
  }

  static JwtClaims claims(String issuer, String audience, String subject) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(issuer);
    claims.setAudience(audience);
    claims.setSubject(subject);
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(1);
    return claims;
  }

  static String sign(JwtClaims claims, EllipticCurveJsonWebKey key) {
    try {
      JsonWebSignature jws = new JsonWebSignature();
      jws.setPayload(claims.toJson());
      jws.setKey(key.getPrivateKey());
      jws.setKeyIdHeaderValue(key.getKeyId());
      jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }
}
