package io.doorward.gateway.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/** Checks sessions: signature, issuer, audience, times (RFC 7519, RFC 8725). */
@Singleton
public class SessionVerifier {
  private static final int REMEMBERED = 20_000;
  private static final int MAX_SKEW_SECONDS = 60;

  /** An allow-list: {@code none} and the shared-secret algorithms are not on it. */
  private static final AlgorithmConstraints ALGORITHMS =
      new AlgorithmConstraints(
          ConstraintType.PERMIT,
          AlgorithmIdentifiers.RSA_USING_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
          AlgorithmIdentifiers.EDDSA);

  private static final SessionOutcome REJECTED = new SessionOutcome.Rejected();
  private static final SessionOutcome UNDECIDED = new SessionOutcome.Undecided();

  private final SessionKeys keys;
  private final SessionConfig config;
  private final Clock clock;
  private final Cache<String, SessionPrincipal> verified;

  @Inject
  SessionVerifier(SessionKeys keys, SessionConfig config, Clock clock) {
    this.keys = keys;
    this.config = config;
    this.clock = clock;
    // not for longer than keys are believed: a key that is withdrawn ends its sessions, too
    this.verified =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(config.refreshEvery())
            .build();
  }

  /** Checks a session. Completes at once unless its key has to be fetched; never fails. */
  public Future<SessionOutcome> verify(SessionCredential credential) {
    return verify(credential, config.audience());
  }

  /** As the other, for a credential that was issued for something else than a session. */
  public Future<SessionOutcome> verify(SessionCredential credential, String audience) {
    String digest = sha256(credential.reveal() + " " + audience);
    SessionPrincipal known = verified.getIfPresent(digest);
    if (known != null) {
      if (clock.instant().isBefore(known.expiresAt())) {
        return Future.succeededFuture(new SessionOutcome.Genuine(known));
      }
      verified.invalidate(digest);
    }
    String keyId;
    String algorithm;
    try {
      JsonWebSignature signature = new JsonWebSignature();
      signature.setCompactSerialization(credential.reveal());
      keyId = signature.getKeyIdHeaderValue();
      algorithm = signature.getAlgorithmHeaderValue();
    } catch (JoseException | ClassCastException e) {
      // the latter for header members that are no text
      return Future.succeededFuture(REJECTED);
    }
    return keys.find(keyId, algorithm)
        .map(
            key ->
                key.map(found -> check(credential, found, audience, digest))
                    .orElseGet(this::noKey));
  }

  private SessionOutcome noKey() {
    return keys.known() ? REJECTED : UNDECIDED;
  }

  private SessionOutcome check(
      SessionCredential credential, JsonWebKey key, String audience, String digest) {
    try {
      JwtClaims claims = consumer(key, audience).processToClaims(credential.reveal());
      SessionPrincipal principal =
          new SessionPrincipal(
              claims.getSubject(),
              Optional.ofNullable(claims.getStringClaimValue("org")),
              Optional.ofNullable(claims.getStringClaimValue("org_role")).map(Role::of),
              scopes(claims),
              Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
      verified.put(digest, principal);
      return new SessionOutcome.Genuine(principal);
    } catch (InvalidJwtException
        | MalformedClaimException
        | IllegalArgumentException
        | ClassCastException e) {
      return REJECTED;
    }
  }

  /** Those of other systems, which have other forms, are nothing to us. */
  private static Optional<ScopeSet> scopes(JwtClaims claims) throws MalformedClaimException {
    return Optional.ofNullable(claims.getStringClaimValue("scope"))
        .map(
            value ->
                new ScopeSet(
                    Pattern.compile(" +")
                        .splitAsStream(value)
                        .filter(Scope::isScope)
                        .map(Scope::new)
                        .toList()));
  }

  private JwtConsumer consumer(JsonWebKey key, String audience) {
    int skew = (int) Math.min(config.clockSkew().toSeconds(), MAX_SKEW_SECONDS);
    return new JwtConsumerBuilder()
        .setVerificationKey(key.getKey())
        .setJwsAlgorithmConstraints(ALGORITHMS)
        .setRequireSubject()
        .setRequireExpirationTime()
        .setExpectedIssuer(config.issuer())
        .setExpectedAudience(audience)
        .setAllowedClockSkewInSeconds(skew)
        .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
        .build();
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
