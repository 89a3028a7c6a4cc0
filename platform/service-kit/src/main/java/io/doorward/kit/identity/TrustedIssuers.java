package io.doorward.kit.identity;

import io.doorward.kit.problem.ProblemException;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.Key;
import java.time.Clock;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * SmallRye JWT with two issuers instead of one: each has its own keys, audiences and rules, and a
 * JWT is judged by the rules of the issuer it names. Only asymmetric signatures are accepted, so no
 * public key can be used as a shared secret. Runs on a worker thread ({@code
 * quarkus.smallrye-jwt.blocking-authentication}).
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class TrustedIssuers extends JWTCallerPrincipalFactory {
  /** The {@code iss} of internal JWTs. */
  public static final String GATEWAY_ISSUER = "doorward-gateway";

  /** The {@code aud} of internal JWTs that stand for a caller. */
  public static final String AUDIENCE = "doorward";

  /** The {@code aud} of the gateway's own calls. */
  public static final String INTERNAL_AUDIENCE = "doorward-internal";

  /** The {@code sub} of the gateway's own calls; no owner's, whatever a route's audience says. */
  static final String GATEWAY_SUBJECT = "gateway";

  private static final int MAX_SKEW_SECONDS = 60;

  /** Gateways run beside us; their internal JWTs live for a minute. */
  private static final int GATEWAY_SKEW_SECONDS = 10;

  private static final AlgorithmConstraints ALGORITHMS =
      new AlgorithmConstraints(
          ConstraintType.PERMIT,
          AlgorithmIdentifiers.RSA_USING_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
          AlgorithmIdentifiers.EDDSA);

  private final JwtConsumer unverified =
      new JwtConsumerBuilder()
          .setSkipAllValidators()
          .setDisableRequireSignature()
          .setSkipSignatureVerification()
          .build();
  private final Map<String, JwtConsumer> issuers;

  @Inject
  TrustedIssuers(IdentityConfig config, Clock clock) {
    KeySet sessionKeys = new KeySet(config.session().jwks(), clock);
    KeySet gatewayKeys = new KeySet(config.gateway().jwks(), clock);
    int skew = (int) Math.min(config.session().clockSkew().toSeconds(), MAX_SKEW_SECONDS);
    issuers =
        Map.of(
            config.session().issuer(),
            consumer(config.session().issuer(), sessionKeys, skew, config.session().audience()),
            GATEWAY_ISSUER,
            consumer(
                GATEWAY_ISSUER, gatewayKeys, GATEWAY_SKEW_SECONDS, AUDIENCE, INTERNAL_AUDIENCE));
  }

  private static JwtConsumer consumer(
      String issuer, KeySet keys, int skewSeconds, String... audiences) {
    return new JwtConsumerBuilder()
        .setExpectedIssuer(issuer)
        .setExpectedAudience(audiences)
        .setRequireExpirationTime()
        .setRequireSubject()
        .setAllowedClockSkewInSeconds(skewSeconds)
        .setJwsAlgorithmConstraints(ALGORITHMS)
        .setVerificationKeyResolver((jws, nesting) -> key(keys, jws))
        .build();
  }

  private static Key key(KeySet keys, JsonWebSignature jws) throws UnresolvableKeyException {
    String keyId = jws.getKeyIdHeaderValue();
    if (keyId == null) {
      throw new UnresolvableKeyException("no key id");
    }
    try {
      return keys.find(keyId).orElseThrow(() -> new UnresolvableKeyException("unknown key id"));
    } catch (IOException e) {
      throw ProblemException.unavailable("The issuer of the credential");
    }
  }

  @Override
  public JWTCallerPrincipal parse(String token, JWTAuthContextInfo ignored) throws ParseException {
    try {
      JwtConsumer issuer = issuers.get(issuerOf(token));
      if (issuer == null) {
        throw new ParseException("not an issuer we trust");
      }
      JwtContext verified = issuer.process(token);
      JwtClaims claims = verified.getJwtClaims();
      claims.setClaim("raw_token", token);
      return new DefaultJWTCallerPrincipal(claims);
    } catch (InvalidJwtException | MalformedClaimException e) {
      throw new ParseException("the JWT is not valid", e);
    }
  }

  private String issuerOf(String token) throws InvalidJwtException, MalformedClaimException {
    return String.valueOf(unverified.process(token).getJwtClaims().getIssuer());
  }
}
