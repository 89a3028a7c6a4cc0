package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.token.store.Activity;
import io.doorward.token.store.LastUse;
import io.doorward.token.store.StoredToken;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An old secret, and who uses it still.
 *
 * @param overlapUntil it is accepted before this instant
 * @param accepted whether it is accepted now
 * @param usedSinceRotation whether it was used, with success, after its successor was made
 * @param triedSinceOverlap whether it was presented, in vain, after its overlap had ended
 * @param lastUsed the last request that a gateway let through
 * @param lastRefused the last one that a gateway refused
 */
@Schema(name = "RetiredToken")
public record RetiredToken(
    UUID id,
    String name,
    TokenOwner owner,
    UUID family,
    @Nullable UUID successor,
    Instant rotatedAt,
    Instant overlapUntil,
    boolean accepted,
    boolean usedSinceRotation,
    boolean triedSinceOverlap,
    @Nullable LastUse lastUsed,
    @Nullable LastUse lastRefused) {

  /** The token if it has been rotated. */
  static Optional<RetiredToken> of(StoredToken token, @Nullable Activity activity, Instant now) {
    Instant rotatedAt = token.rotatedAt();
    return rotatedAt == null ? Optional.empty() : Optional.of(of(token, rotatedAt, activity, now));
  }

  private static RetiredToken of(
      StoredToken token, Instant rotatedAt, @Nullable Activity activity, Instant now) {
    Instant until = token.overlapUntil() == null ? rotatedAt : token.overlapUntil();
    LastUse used = activity == null ? null : activity.accepted();
    LastUse refused = activity == null ? null : activity.refused();
    return new RetiredToken(
        token.id(),
        token.name(),
        token.owner(),
        token.lineage().family(),
        token.lineage().successor(),
        rotatedAt,
        until,
        token.snapshot().usableAt(now),
        used != null && used.at().isAfter(rotatedAt),
        refused != null && !refused.at().isBefore(until),
        used,
        refused);
  }
}
