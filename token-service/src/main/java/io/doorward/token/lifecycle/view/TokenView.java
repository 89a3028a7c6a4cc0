package io.doorward.token.lifecycle.view;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.propagation.Propagated;
import io.doorward.token.store.Activity;
import io.doorward.token.store.Halt;
import io.doorward.token.store.LastUse;
import io.doorward.token.store.Revocation;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Suspension;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A token without its secret.
 *
 * @param limits the limits in force, the plan's filled in
 * @param agentId the one agent it is confined to
 * @param prefix what stands before the secret
 * @param family the id of the first token of the family that rotation made of one
 * @param predecessor the token it replaced
 * @param successor the token that replaced it
 * @param overlapUntil a rotated token is accepted before this instant
 * @param suspension only while the status is suspended
 * @param lastUsed the last request with it that a gateway let through, some seconds late; absent
 *     until there is one, and in answers to changes
 * @param propagation only in the answer to a change that was to be waited for
 * @param halted while a barrier is in its way, whatever its status
 */
@Schema(name = "Token")
public record TokenView(
    UUID id,
    String name,
    TokenType type,
    TokenEnvironment environment,
    TokenStatus status,
    ScopeSet scopes,
    Limits limits,
    List<String> allowedIps,
    TokenOwner owner,
    @Nullable UUID agentId,
    String prefix,
    String lastFour,
    Instant createdAt,
    @Nullable Instant expiresAt,
    long version,
    @Nullable SuspensionView suspension,
    @Nullable Revocation revocation,
    List<String> tags,
    SortedMap<String, String> metadata,
    UUID family,
    @Nullable UUID predecessor,
    @Nullable UUID successor,
    @Nullable Instant rotatedAt,
    @Nullable Instant overlapUntil,
    @Nullable HaltView halted,
    @Nullable LastUse lastUsed,
    @Nullable Propagated propagation) {

  /** Why and for how long a token is set aside. */
  @Schema(name = "Suspension")
  public record SuspensionView(String by, String reason, Instant since, @Nullable Instant until) {}

  /** What refuses the token although nothing is wrong with it. */
  @Schema(name = "Halt")
  public record HaltView(
      @Schema(
              enumeration = {"kill_switch", "feature_flag"},
              type = SchemaType.STRING)
          Barrier.Kind by,
      Instant since,
      @Nullable String reason) {}

  /** The token at an instant. */
  public static TokenView of(StoredToken token, Instant now) {
    return of(token, now, null, null);
  }

  /** The token at an instant, and how far its latest change has come. */
  public static TokenView of(StoredToken token, Instant now, @Nullable Propagated propagation) {
    return of(token, now, null, propagation);
  }

  /** The token at an instant, with its last uses if there are any. */
  public static TokenView of(StoredToken token, Instant now, @Nullable Activity activity) {
    return of(token, now, activity, null);
  }

  private static TokenView of(
      StoredToken token,
      Instant now,
      @Nullable Activity activity,
      @Nullable Propagated propagation) {
    TokenStatus status = token.statusAt(now);
    return new TokenView(
        token.id(),
        token.name(),
        token.type(),
        token.environment(),
        status,
        token.scopes(),
        token.effectiveLimits(),
        token.allowedIps(),
        token.owner(),
        token.agentId(),
        token.prefix(),
        token.lastFour(),
        token.createdAt(),
        token.expiresAt(),
        token.version(),
        status == TokenStatus.SUSPENDED ? suspension(token.effectiveSuspension()) : null,
        token.revocation(),
        token.labels().tags(),
        token.labels().metadata(),
        token.lineage().family(),
        token.lineage().predecessor(),
        token.lineage().successor(),
        token.rotatedAt(),
        token.overlapUntil(),
        halt(token.halt()),
        activity == null ? null : activity.accepted(),
        propagation);
  }

  private static @Nullable HaltView halt(@Nullable Halt halt) {
    return halt == null ? null : new HaltView(halt.kind(), halt.since(), halt.reason());
  }

  private static @Nullable SuspensionView suspension(@Nullable Suspension suspension) {
    return suspension == null
        ? null
        : new SuspensionView(
            suspension.by(), suspension.reason(), suspension.since(), suspension.until());
  }
}
