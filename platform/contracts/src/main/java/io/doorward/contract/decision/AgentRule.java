package io.doorward.contract.decision;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.AgentSnapshot;
import io.doorward.contract.snapshot.TokenSnapshot;
import java.util.Optional;
import java.util.UUID;

/** Who sees an agent, and who may have it run. The same as token-service holds for its own API. */
public final class AgentRule {
  /** What it takes to look after what others made. */
  private static final Scope ADMINISTER = new Scope("tokens:admin");

  private AgentRule() {}

  /** Whether a token may go to this agent as far as it is confined to one. */
  public static boolean reaches(TokenSnapshot token, Optional<UUID> agent) {
    UUID own = token.agentId();
    return own == null || (agent.isPresent() && own.equals(agent.get()));
  }

  /**
   * Whether the holder of a token sees the agent.
   *
   * @param toRun whether that is not enough: it must be of the holder's organization as well
   */
  public static boolean sees(TokenSnapshot token, AgentSnapshot agent, boolean toRun) {
    boolean administers =
        token.role().administers()
            && token.scopes().grants(ADMINISTER)
            && token.role().permits(ADMINISTER);
    return reaches(token, Optional.of(agent.agentId()))
        && sees(
            agent,
            toRun,
            agent.organizationId().equals(token.organizationId()),
            agent.createdBy().equals(token.owner().id()) || administers);
  }

  /**
   * Whether a person who is signed in sees the agent.
   *
   * @param organization the slug that the session names
   */
  public static boolean sees(
      String organization,
      String subject,
      Optional<Role> role,
      AgentSnapshot agent,
      boolean toRun) {
    return sees(
        agent,
        toRun,
        agent.organization().equals(organization),
        agent.createdBy().equals(subject) || (role.isPresent() && role.get().administers()));
  }

  private static boolean sees(
      AgentSnapshot agent, boolean toRun, boolean sameOrganization, boolean looksAfterIt) {
    return switch (agent.visibility()) {
      case PRIVATE, OTHER -> sameOrganization && looksAfterIt;
      case ORGANIZATION -> sameOrganization;
      case PUBLIC -> sameOrganization || !toRun;
    };
  }
}
