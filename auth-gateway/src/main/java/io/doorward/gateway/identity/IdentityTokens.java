package io.doorward.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.doorward.contract.snapshot.TokenSnapshot;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

/**
 * Short-lived tokens that tell an upstream who its caller is (ES256). One is used for all requests
 * of the same version of an API token to the same audience until shortly before it ends, so that a
 * signature is not paid for each request.
 */
@Singleton
public class IdentityTokens {
  /** The {@code iss} of everything the gateway signs. */
  public static final String ISSUER = "doorward-gateway";

  private static final Duration LIFETIME = Duration.ofSeconds(60);
  private static final Duration SPARE = Duration.ofSeconds(10);
  private static final long REMEMBERED = 50_000;

  private final GatewayKey key;
  private final Clock clock;
  private final Cache<Subject, Issued> issued =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(LIFETIME).build();

  /** Whom a token is about. The parts stay apart: joined into one text, two people could be one. */
  private record Subject(List<String> id, long version, String audience) {}

  /** A signed token; it is no secret for longer than it lives, but it is not printed either. */
  private static final class Issued {
    private final String compact;
    private final Instant goodUntil;

    Issued(String compact, Instant goodUntil) {
      this.compact = compact;
      this.goodUntil = goodUntil;
    }
  }

  @Inject
  IdentityTokens(GatewayKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /** For the holder of an API token. */
  public String forToken(TokenSnapshot token, String audience) {
    return issue(
        new Subject(List.of("token", token.tokenId().toString()), token.version(), audience),
        claims -> {
          claims.setSubject(token.owner().id());
          claims.setStringClaim("org", token.organizationId().toString());
          claims.setStringClaim("org_slug", token.organization());
          claims.setStringClaim("tid", token.tokenId().toString());
          claims.setStringClaim("tkind", "token");
          claims.setStringClaim("ttype", token.type().wireName());
          claims.setStringClaim("env", token.environment().wireName());
          claims.setStringClaim("scope", token.scopes().spaceSeparated());
          claims.setStringClaim("org_role", token.role().wireName());
          UUID agent = token.agentId();
          if (agent != null) {
            claims.setStringClaim("agent", agent.toString());
          }
        });
  }

  /** For a person who is signed in, to an upstream that does not know the OpenID provider. */
  public String forSession(String subject, String organization, String role, String audience) {
    return issue(
        new Subject(List.of("session", subject, organization, role), 0, audience),
        claims -> {
          claims.setSubject(subject);
          claims.setStringClaim("org_slug", organization);
          claims.setStringClaim("tkind", "session");
          claims.setStringClaim("org_role", role);
        });
  }

  /** For the gateway itself. */
  public String forGateway(String audience) {
    return issue(
        new Subject(List.of("gateway"), 0, audience), claims -> claims.setSubject("gateway"));
  }

  private String issue(Subject subject, Consumer<JwtClaims> fill) {
    Instant now = clock.instant();
    Issued present = issued.getIfPresent(subject);
    if (present != null && now.isBefore(present.goodUntil)) {
      return present.compact;
    }
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(subject.audience());
    claims.setIssuedAt(date(now));
    claims.setExpirationTime(date(now.plus(LIFETIME)));
    claims.setGeneratedJwtId();
    fill.accept(claims);
    Issued fresh = new Issued(key.sign(claims), now.plus(LIFETIME).minus(SPARE));
    issued.put(subject, fresh);
    return fresh.compact;
  }

  private static NumericDate date(Instant instant) {
    return NumericDate.fromSeconds(instant.getEpochSecond());
  }
}
