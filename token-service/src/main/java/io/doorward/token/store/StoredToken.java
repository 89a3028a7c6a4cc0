package io.doorward.token.store;

import io.doorward.contract.decision.AccessRule;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenFormat;
import io.doorward.contract.token.TokenType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as it stands, with what its snapshot takes from the organization and the owner.
 *
 * @param organization the slug
 * @param ownerRole the owner's role now
 * @param createdBy the person whose creations it counts among
 * @param ownerSuspension set while the owner is disabled; the token's own suspension is kept apart
 * @param agentId the one agent it is confined to
 * @param limits its own; where it has none the plan's count
 * @param organizationLimits what all tokens of the organization share, by its plan; {@code null}
 *     for no limit
 * @param lineage its place among the tokens that rotation made of one
 * @param labels what people noted on it
 * @param halt the barrier in its way, of which its snapshot knows nothing
 */
public record StoredToken(
    UUID id,
    UUID organizationId,
    String organization,
    TokenOwner owner,
    Role ownerRole,
    String createdBy,
    String name,
    TokenType type,
    TokenEnvironment environment,
    LookupKey lookup,
    String prefix,
    String lastFour,
    ScopeSet scopes,
    Limits limits,
    Limits planLimits,
    @Nullable Limits organizationLimits,
    List<String> allowedIps,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Suspension suspension,
    @Nullable Revocation revocation,
    @Nullable Instant rotatedAt,
    @Nullable Instant overlapUntil,
    long version,
    Lineage lineage,
    Labels labels,
    @Nullable Suspension ownerSuspension,
    @Nullable UUID agentId,
    @Nullable Halt halt) {

  public StoredToken {
    allowedIps = List.copyOf(allowedIps);
  }

  /** A token whose owner is not disabled, that is not confined to an agent and not halted. */
  public StoredToken(
      UUID id,
      UUID organizationId,
      String organization,
      TokenOwner owner,
      Role ownerRole,
      String createdBy,
      String name,
      TokenType type,
      TokenEnvironment environment,
      LookupKey lookup,
      String prefix,
      String lastFour,
      ScopeSet scopes,
      Limits limits,
      Limits planLimits,
      @Nullable Limits organizationLimits,
      List<String> allowedIps,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Suspension suspension,
      @Nullable Revocation revocation,
      @Nullable Instant rotatedAt,
      @Nullable Instant overlapUntil,
      long version,
      Lineage lineage,
      Labels labels) {
    this(
        id,
        organizationId,
        organization,
        owner,
        ownerRole,
        createdBy,
        name,
        type,
        environment,
        lookup,
        prefix,
        lastFour,
        scopes,
        limits,
        planLimits,
        organizationLimits,
        allowedIps,
        createdAt,
        expiresAt,
        suspension,
        revocation,
        rotatedAt,
        overlapUntil,
        version,
        lineage,
        labels,
        null,
        null,
        null);
  }

  /** The suspension that counts: the owner's while it lasts, else its own. */
  public @Nullable Suspension effectiveSuspension() {
    return ownerSuspension != null ? ownerSuspension : suspension;
  }

  /** The limits in force: its own, but never more than the plan's as it is now. */
  public Limits effectiveLimits() {
    return new Limits(
        least(limits.perSecond(), planLimits.perSecond()),
        least(limits.perMinute(), planLimits.perMinute()),
        least(limits.perHour(), planLimits.perHour()),
        least(limits.perDay(), planLimits.perDay()));
  }

  private static @Nullable Integer least(@Nullable Integer own, @Nullable Integer plan) {
    if (own == null || plan == null) {
      return own == null ? plan : own;
    }
    return Math.min(own, plan);
  }

  /**
   * When it ends by itself: it expires, or has been replaced and its overlap is over, whichever
   * comes first; {@code null} for never.
   */
  public @Nullable Instant endsAt() {
    return overlapUntil == null || (expiresAt != null && expiresAt.isBefore(overlapUntil))
        ? expiresAt
        : overlapUntil;
  }

  /** Where it is in its life. */
  public TokenStatus statusAt(Instant now) {
    return snapshot().statusAt(now);
  }

  /** Whether it may be used: as far as it goes itself, and because no barrier is in its way. */
  public boolean usableAt(Instant now) {
    return AccessRule.isActive(snapshot(), halt == null ? null : halt.kind(), now);
  }

  /** The next version, with this suspension or, if {@code null}, with none. */
  public StoredToken withSuspension(@Nullable Suspension next) {
    return next(next, revocation, rotatedAt, overlapUntil, lineage);
  }

  /** The next version, ended for good. What suspended it before stays on record. */
  public StoredToken withRevocation(Revocation next) {
    return next(suspension, next, rotatedAt, overlapUntil, lineage);
  }

  /** The next version, replaced by the successor and accepted until the overlap ends. */
  public StoredToken withSuccessor(UUID successor, Instant at, Instant until) {
    return next(suspension, revocation, at, until, lineage.replacedBy(successor));
  }

  /** The next version of a replaced one, accepted until another instant. */
  public StoredToken withOverlapUntil(Instant until) {
    return next(suspension, revocation, rotatedAt, until, lineage);
  }

  /** The next version, with what a person may edit. */
  public StoredToken withTerms(Terms terms) {
    return new StoredToken(
        id,
        organizationId,
        organization,
        owner,
        ownerRole,
        createdBy,
        terms.name(),
        type,
        environment,
        lookup,
        prefix,
        lastFour,
        terms.scopes(),
        terms.limits(),
        planLimits,
        organizationLimits,
        terms.allowedIps(),
        createdAt,
        terms.expiresAt(),
        suspension,
        revocation,
        rotatedAt,
        overlapUntil,
        version + 1,
        lineage,
        terms.labels(),
        ownerSuspension,
        agentId,
        halt);
  }

  /** The next version, unchanged but for what time has done to it. */
  public StoredToken grownOlder() {
    return withTerms(terms());
  }

  /** What a person may edit, as it stands. */
  public Terms terms() {
    return new Terms(name, scopes, limits, allowedIps, expiresAt, labels);
  }

  /**
   * A new token of our own form on the same terms, confined as this one is, that takes its place.
   *
   * @param by the person whose creations it counts among
   * @param until it expires then; {@code null} for never
   */
  public StoredToken successor(
      UUID next,
      LookupKey nextLookup,
      String nextLastFour,
      String by,
      Instant at,
      @Nullable Instant until) {
    return new StoredToken(
        next,
        organizationId,
        organization,
        owner,
        ownerRole,
        by,
        name,
        type,
        environment,
        nextLookup,
        TokenFormat.standard().prefix(type, environment),
        nextLastFour,
        scopes,
        limits,
        planLimits,
        organizationLimits,
        allowedIps,
        at,
        until,
        null,
        null,
        null,
        null,
        1,
        lineage.child(id),
        labels.withoutImported(),
        ownerSuspension,
        agentId,
        null);
  }

  /** The next version with nothing of its own changed: what it takes from others has. */
  public StoredToken refreshed() {
    return next(suspension, revocation, rotatedAt, overlapUntil, lineage);
  }

  private StoredToken next(
      @Nullable Suspension suspended,
      @Nullable Revocation revoked,
      @Nullable Instant rotated,
      @Nullable Instant overlap,
      Lineage place) {
    return new StoredToken(
        id,
        organizationId,
        organization,
        owner,
        ownerRole,
        createdBy,
        name,
        type,
        environment,
        lookup,
        prefix,
        lastFour,
        scopes,
        limits,
        planLimits,
        organizationLimits,
        allowedIps,
        createdAt,
        expiresAt,
        suspended,
        revoked,
        rotated,
        overlap,
        version + 1,
        place,
        labels,
        ownerSuspension,
        agentId,
        halt);
  }

  /** What a gateway needs to know of it. */
  public TokenSnapshot snapshot() {
    Suspension suspended = effectiveSuspension();
    return new TokenSnapshot(
        TokenSnapshot.SCHEMA,
        lookup,
        version,
        id,
        organizationId,
        organization,
        owner,
        ownerRole,
        agentId,
        type,
        environment,
        scopes,
        effectiveLimits(),
        allowedIps,
        createdAt,
        expiresAt,
        suspended == null ? null : suspended.since(),
        suspended == null ? null : suspended.until(),
        revocation == null ? null : revocation.at(),
        rotatedAt,
        overlapUntil,
        organizationLimits);
  }
}
