package io.doorward.gateway.decision;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.barrier.BarrierIndex;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.address.CidrBlock;
import io.doorward.gateway.address.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The one rule. Every way into the gateway ends here. */
public final class AccessRule {
  private static final Verdict ALLOWED = new Verdict.Allowed();
  private static final Verdict NOT_USABLE = new Verdict.NotUsable();
  private static final Verdict HALTED = new Verdict.Halted();
  private static final Verdict TURNED_OFF = new Verdict.TurnedOff();
  private static final Verdict ADDRESS_NOT_ALLOWED = new Verdict.AddressNotAllowed();

  private static final Verdict AGENT_HIDDEN = new Verdict.AgentHidden();

  private AccessRule() {}

  /**
   * Whether a token may make a request that starts now. That tokens are turned off is told to none
   * but who could use the token here if they were not.
   */
  public static Verdict judge(
      TokenSnapshot token,
      BarrierIndex barriers,
      Requirement requirement,
      IpAddress client,
      Instant now) {
    if (!token.usableAt(now) || !requirement.environments().contains(token.environment())) {
      return NOT_USABLE;
    }
    Barrier barrier = barriers.before(token);
    if (barrier != null && barrier.kind() == Barrier.Kind.KILL_SWITCH) {
      return HALTED;
    }
    if (!token.allowedIps().isEmpty() && !isAllowed(token.allowedIps(), client)) {
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

  /** A block that cannot be read allows nobody. */
  private static boolean isAllowed(List<String> blocks, IpAddress client) {
    for (String block : blocks) {
      Optional<CidrBlock> parsed = CidrBlock.parse(block);
      if (parsed.isPresent() && parsed.get().contains(client)) {
        return true;
      }
    }
    return false;
  }
}
