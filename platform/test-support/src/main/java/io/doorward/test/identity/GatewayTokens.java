package io.doorward.test.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.doorward.stack.secret.StackSecrets;
import io.doorward.test.stack.RunningStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** Internal JWTs as the gateway would sign them, for tests of the services behind it. */
public final class GatewayTokens {
  private static final String ISSUER = "doorward-gateway";
  private static final Duration LIFETIME = Duration.ofSeconds(60);

  private GatewayTokens() {}

  /** With the claims of an API token's caller: sub, org, org_slug, tid, tkind, scope, org_role. */
  public static String token(Map<String, Object> claims) {
    return sign("doorward", claims);
  }

  /** The gateway's own credential for the internal snapshot route. */
  public static String internal() {
    return sign("doorward-internal", Map.of("sub", "gateway"));
  }

  /** For another audience, or with claims that a service must refuse. */
  public static String sign(String audience, Map<String, Object> claims) {
    StackSecrets secrets = RunningStack.current().secrets();
    Instant now = Clock.systemUTC().instant();
    JWTClaimsSet.Builder set =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)));
    claims.forEach(set::claim);
    try {
      ECKey key = ECKey.parse(Files.readString(secrets.gatewaySigningKey()));
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build();
      SignedJWT jwt = new SignedJWT(header, set.build());
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParseException | JOSEException e) {
      throw new IllegalStateException("the stack's gateway key cannot sign", e);
    }
  }
}
