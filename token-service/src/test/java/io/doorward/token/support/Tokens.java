package io.doorward.token.support;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.store.Labels;
import io.doorward.token.store.Lineage;
import io.doorward.token.store.Revocation;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Suspension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Tokens that never were in a database. */
public final class Tokens {
  public static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  public static final Limits PLAN = new Limits(50, 600, 10_000, 100_000);

  private Tokens() {}

  public static StoredToken active() {
    return with(Role.MEMBER, ScopeSet.of("demo:read"), Limits.NONE, List.of(), null);
  }

  public static StoredToken expired() {
    return with(Role.MEMBER, ScopeSet.of("demo:read"), Limits.NONE, List.of(), NOW);
  }

  public static StoredToken suspended(Instant until) {
    return active()
        .withSuspension(
            new Suspension(
                "bob", Suspension.By.USER, "odd use", NOW.minus(Duration.ofHours(1)), until));
  }

  public static StoredToken revoked() {
    return active().withRevocation(new Revocation("bob", null, NOW));
  }

  public static StoredToken with(
      Role role, ScopeSet scopes, Limits limits, List<String> allowedIps, Instant expiresAt) {
    return new StoredToken(
        new UUID(0, 1),
        new UUID(0, 2),
        "acme",
        new TokenOwner(TokenOwner.Kind.USER, "carol"),
        role,
        "carol",
        "a token",
        TokenType.PERSONAL,
        TokenEnvironment.LIVE,
        new LookupKey("p1." + "0".repeat(64)),
        "dwp_live_",
        "abcd",
        scopes,
        limits,
        PLAN,
        null,
        allowedIps,
        NOW.minus(Duration.ofDays(1)),
        expiresAt,
        null,
        null,
        null,
        null,
        1,
        Lineage.first(new UUID(0, 1)),
        Labels.NONE);
  }
}
