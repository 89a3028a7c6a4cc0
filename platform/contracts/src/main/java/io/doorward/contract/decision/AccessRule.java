package io.doorward.contract.decision;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.barrier.BarrierIndex;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.TokenSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one rule. Every way in, and every question about a token, ends here. */
public final class AccessRule {
  private static final Verdict ALLOWED = new Verdict.Allowed();
  private static final Verdict NOT_USABLE = new Verdict.NotUsable();
  private static final Verdict HALTED = new Verdict.Halted();
  private static final Verdict TURNED_OFF = new Verdict.TurnedOff();
  private static final Verdict ADDRESS_NOT_ALLOWED = new Verdict.AddressNotAllowed();

  private static final Verdict AGENT_HIDDEN = new Verdict.AgentHidden();

  private AccessRule() {}

  /** Whether a token may make a request that starts now. */
  public static Verdict judge(
      TokenSnapshot token,
      BarrierIndex barriers,
      Requirement requirement,
      Origin origin,
      Instant now) {
    Barrier barrier = barriers.before(token);
    return judge(token, barrier == null ? null : barrier.kind(), requirement, origin, now);
  }

  /**
   * As the other, for whoever has found out what stands in the token's way. That tokens are turned
   * off is told to none but who could use the token here if they were not.
   *
   * @param barrier {@code null} if nothing does
   */
  public static Verdict judge(
      TokenSnapshot token,
      Barrier.@Nullable Kind barrier,
      Requirement requirement,
      Origin origin,
      Instant now) {
    if (!token.usableAt(now) || !requirement.environments().contains(token.environment())) {
      return NOT_USABLE;
    }
    if (barrier == Barrier.Kind.KILL_SWITCH) {
      return HALTED;
    }
    if (!token.allowedIps().isEmpty() && !isAllowed(token.allowedIps(), origin)) {
      return ADDRESS_NOT_ALLOWED;
    }
    if (barrier != null) {
      return TURNED_OFF;
    }
    for (Scope needed : requirement.scopes()) {
      if (!token.scopes().grants(needed) || !token.role().permits(needed)) {
        return new Verdict.ScopeMissing(requirement.scopes());
      }
    }
    return requirement.agent().isPresent()
            && !AgentRule.reaches(token, requirement.agent().get().id())
        ? AGENT_HIDDEN
        : ALLOWED;
  }

  /**
   * Whether some request of the token could be allowed now: what introspection calls active.
   *
   * @param barrier {@code null} if nothing stands in its way
   */
  public static boolean isActive(TokenSnapshot token, Barrier.@Nullable Kind barrier, Instant now) {
    return barrier == null && token.usableAt(now);
  }

  /**
   * Whether a signed-in person may make a request. A session has no scopes; the role alone counts.
   *
   * @param role empty if the session names none: then nothing that needs a scope is allowed
   */
  public static Verdict judge(Optional<Role> role, Requirement requirement) {
    for (Scope needed : requirement.scopes()) {
      if (role.isEmpty() || !role.get().permits(needed)) {
        return new Verdict.ScopeMissing(requirement.scopes());
      }
    }
    return ALLOWED;
  }

  private static boolean isAllowed(List<String> blocks, Origin origin) {
    for (String block : blocks) {
      if (origin.liesIn(block)) {
        return true;
      }
    }
    return false;
  }
}
