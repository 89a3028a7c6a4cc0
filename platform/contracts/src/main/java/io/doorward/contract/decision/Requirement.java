package io.doorward.contract.decision;

import io.doorward.contract.scope.Scope;
import io.doorward.contract.token.TokenEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a request needs.
 *
 * @param scopes all of them; none means that any valid credential will do
 * @param agent the agent it is for, if it is for one
 */
public record Requirement(
    Set<TokenEnvironment> environments, List<Scope> scopes, Optional<AgentTarget> agent) {

  /** Of a request that is for no agent. */
  public Requirement(Set<TokenEnvironment> environments, List<Scope> scopes) {
    this(environments, scopes, Optional.empty());
  }
}
