package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.catalogue.policy.TokenPolicy;
import io.doorward.token.change.Standing;
import io.doorward.token.change.Transition;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.issue.Grantor;
import io.doorward.token.lifecycle.issue.Wish;
import io.doorward.token.secret.Mint;
import io.doorward.token.secret.MintedToken;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a token may be replaced, and by what. */
public sealed interface Replacement {

  /**
   * It may.
   *
   * @param retired the old token's next version
   * @param expiresAt when the successor does; {@code null} for never
   */
  record Allowed(StoredToken old, StoredToken retired, UUID successor, @Nullable Instant expiresAt)
      implements Replacement {

    /**
     * Makes the successor.
     *
     * @param by the person whose creations it counts among
     */
    public Succession make(Mint mint, String by, Instant now) {
      MintedToken minted = mint.mint(old.type(), old.environment());
      StoredToken next =
          old.successor(successor, minted.lookup(), minted.lastFour(), by, now, expiresAt);
      return new Succession(old, retired, next, minted);
    }
  }

  /** The successor would be more than it may be. */
  record Refused(ErrorCode code, List<Violation> violations) implements Replacement {
    public Refused {
      violations = List.copyOf(violations);
    }
  }

  /** The token's standing does not allow it. */
  record Conflict(String why) implements Replacement {}

  /**
   * What speaks against handing the principal a new secret for a token they see. A new secret is as
   * good as a grant: a token in use rotates nothing that is more than itself, and nobody gets hold
   * of a secret for somebody else's token that is above their own role. To one's own token one's
   * role is a ceiling anyway.
   *
   * @throws ProblemException {@code insufficient_scope}
   */
  static List<Violation> excess(Principal principal, StoredToken old) {
    boolean own = old.owner().equals(principal.owner());
    if (!own && old.owner().kind() == TokenOwner.Kind.SERVICE_ACCOUNT) {
      principal.require(new Scope("service-accounts:write"));
    }
    return new Grantor(own ? Role.OWNER : principal.role(), principal.token())
        .excess(old, old.terms());
  }

  /**
   * As {@link #excess}, for the successor of {@code old} whose secret is to be shown once more: to
   * the holder of the old token it is what they are to go over to.
   */
  static List<Violation> excess(Principal principal, StoredToken old, StoredToken successor) {
    StoredToken used = principal.token();
    return used != null && used.id().equals(old.id())
        ? new Grantor(Role.OWNER, old).excessOfSuccessor(successor)
        : excess(principal, successor);
  }

  /**
   * What time, standing and policy say; what {@link #excess} says is asked apart.
   *
   * @param full whether as many secrets of its family are in their overlap as may be
   */
  static Replacement judge(
      StoredToken old, Duration overlap, TokenPolicy policy, boolean full, Instant now) {
    UUID id = UUID.randomUUID();
    Transition transition = Standing.rotate(old, id, now, now.plus(overlap));
    if (!(transition instanceof Transition.Next next)) {
      return new Conflict(((Transition.Refused) transition).why());
    }
    if (full && !overlap.isZero()) {
      return new Conflict(
          Overlaps.MOST
              + " earlier secrets of this token are still accepted; wait until the overlap of one"
              + " ends, revoke one, or rotate with overlap PT0S.");
    }
    // The successor lives no longer than the old one would have, nor than the policy asks.
    Instant expiresAt = policy.latest(now, old.expiresAt());
    Terms terms = old.terms().until(expiresAt);
    List<Violation> violations = Wish.of(old, terms).violations(policy, now);
    return violations.isEmpty()
        ? new Allowed(old, next.token(), id, expiresAt)
        : new Refused(ErrorCode.VALIDATION_FAILED, violations);
  }
}
