package io.doorward.contract.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as a gateway sees it, at one version. Readers ignore members they do not know.
 *
 * @param schema version of this record's form; additive changes keep it
 * @param lookup the key it is found under
 * @param version grows by each change of the token; a reader never replaces a newer one by an older
 *     one
 * @param organization the organization's slug, for people
 * @param role the owner's role now, the ceiling of what the scopes grant
 * @param agentId the agent it acts as, if any
 * @param expiresAt refused from this instant on; {@code null} for never
 * @param suspendedAt set while suspended
 * @param suspendedUntil the suspension ends by itself at this instant; {@code null} for not
 * @param revokedAt set once revoked, for good
 * @param rotatedAt set once a successor exists
 * @param overlapUntil a rotated token is accepted before this instant
 * @param limits all limits in force, defaults filled in
 * @param allowedIps CIDR blocks it may be used from; empty for anywhere
 * @param organizationLimits limits that all tokens of the organization share; {@code null} for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TokenSnapshot(
    int schema,
    LookupKey lookup,
    long version,
    UUID tokenId,
    UUID organizationId,
    String organization,
    TokenOwner owner,
    Role role,
    @Nullable UUID agentId,
    TokenType type,
    TokenEnvironment environment,
    ScopeSet scopes,
    Limits limits,
    List<String> allowedIps,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant suspendedAt,
    @Nullable Instant suspendedUntil,
    @Nullable Instant revokedAt,
    @Nullable Instant rotatedAt,
    @Nullable Instant overlapUntil,
    @Nullable Limits organizationLimits) {

  /** The form this code writes. */
  public static final int SCHEMA = 1;

  /** A record that lacks what no token can lack is not one: readers turn it away as a whole. */
  public TokenSnapshot {
    Objects.requireNonNull(lookup, "lookup");
    Objects.requireNonNull(tokenId, "tokenId");
    Objects.requireNonNull(organizationId, "organizationId");
    Objects.requireNonNull(organization, "organization");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(scopes, "scopes");
    Objects.requireNonNull(limits, "limits");
    allowedIps = List.copyOf(allowedIps);
  }

  /**
   * The status at an instant. What cannot be undone comes first: revoked, then expired, then
   * suspended, then rotated.
   */
  public TokenStatus statusAt(Instant now) {
    if (revokedAt != null) {
      return TokenStatus.REVOKED;
    }
    if (expiresAt != null && !now.isBefore(expiresAt)) {
      return TokenStatus.EXPIRED;
    }
    if (suspendedAt != null && (suspendedUntil == null || now.isBefore(suspendedUntil))) {
      return TokenStatus.SUSPENDED;
    }
    return rotatedAt != null ? TokenStatus.ROTATED : TokenStatus.ACTIVE;
  }

  /** Whether a request that starts now may be let through, as far as the status goes. */
  public boolean usableAt(Instant now) {
    return switch (statusAt(now)) {
      case ACTIVE -> true;
      case ROTATED -> overlapUntil != null && now.isBefore(overlapUntil);
      case EXPIRED, SUSPENDED, REVOKED -> false;
    };
  }

  /**
   * Whether it was replaced and its overlap is over: nobody who has followed the rotation uses it
   * any more. Whatever else became of it does not count.
   */
  public boolean retiredAt(Instant now) {
    return rotatedAt != null && (overlapUntil == null || !now.isBefore(overlapUntil));
  }
}
