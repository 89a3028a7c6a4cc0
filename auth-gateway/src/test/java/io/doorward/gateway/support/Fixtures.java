package io.doorward.gateway.support;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.RawToken;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenFormat;
import io.doorward.contract.token.TokenType;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tokens to test with. */
public final class Fixtures {
  private static final SecureRandom RANDOM = new SecureRandom();
  public static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  /** Whose the tokens are: acme. */
  public static final UUID ORGANIZATION = UUID.fromString("00000000-0000-4000-8000-00000000acce");

  private Fixtures() {}

  public static RawToken mint() {
    return mint(TokenEnvironment.LIVE);
  }

  public static RawToken mint(TokenEnvironment environment) {
    return TokenFormat.standard().mint(TokenType.PERSONAL, environment, RANDOM);
  }

  public static LookupKey someLookup() {
    return new LookupKey("p1." + "%064x".formatted(RANDOM.nextLong() >>> 1));
  }

  /** An active token with the scopes of the test routes and no limits. */
  public static Builder token(LookupKey lookup) {
    return new Builder(lookup);
  }

  /** A snapshot in the making. */
  public static final class Builder {
    private final LookupKey lookup;
    private UUID id = UUID.randomUUID();
    private long version = 1;
    private Role role = Role.MEMBER;
    private TokenEnvironment environment = TokenEnvironment.LIVE;
    private ScopeSet scopes = ScopeSet.of("things:write");
    private Limits limits = Limits.NONE;
    private UUID organization = ORGANIZATION;
    private @Nullable Limits organizationLimits;
    private List<String> allowedIps = List.of();
    private TokenType type = TokenType.PERSONAL;
    private TokenOwner owner = new TokenOwner(TokenOwner.Kind.USER, "carol");
    private @Nullable UUID agentId;
    private @Nullable Instant expiresAt;
    private @Nullable Instant suspendedAt;
    private @Nullable Instant revokedAt;
    private @Nullable Instant rotatedAt;
    private @Nullable Instant overlapUntil;

    private Builder(LookupKey lookup) {
      this.lookup = lookup;
    }

    public Builder id(UUID value) {
      id = value;
      return this;
    }

    public Builder version(long value) {
      version = value;
      return this;
    }

    public Builder role(Role value) {
      role = value;
      return this;
    }

    public Builder environment(TokenEnvironment value) {
      environment = value;
      return this;
    }

    public Builder scopes(String... values) {
      scopes = ScopeSet.of(values);
      return this;
    }

    public Builder limits(Limits value) {
      limits = value;
      return this;
    }

    /** Another organization than that of most tokens here, with limits of its own. */
    public Builder organization(UUID value, Limits shared) {
      organization = value;
      organizationLimits = shared;
      return this;
    }

    public Builder allowedIps(String... values) {
      allowedIps = List.of(values);
      return this;
    }

    public Builder owner(String user) {
      owner = new TokenOwner(TokenOwner.Kind.USER, user);
      return this;
    }

    /** Confined to this agent. */
    public Builder agent(UUID value) {
      agentId = value;
      type = TokenType.AGENT;
      return this;
    }

    public Builder expiresAt(Instant value) {
      expiresAt = value;
      return this;
    }

    public Builder suspendedAt(Instant value) {
      suspendedAt = value;
      return this;
    }

    public Builder revokedAt(Instant value) {
      revokedAt = value;
      return this;
    }

    public Builder rotated(Instant at, @Nullable Instant until) {
      rotatedAt = at;
      overlapUntil = until;
      return this;
    }

    public TokenSnapshot build() {
      return new TokenSnapshot(
          TokenSnapshot.SCHEMA,
          lookup,
          version,
          id,
          organization,
          "acme",
          owner,
          role,
          agentId,
          type,
          environment,
          scopes,
          limits,
          allowedIps,
          CREATED,
          expiresAt,
          suspendedAt,
          null,
          revokedAt,
          rotatedAt,
          overlapUntil,
          organizationLimits);
    }
  }
}
