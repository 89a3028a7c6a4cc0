package io.doorward.gateway.decision;

import io.doorward.contract.scope.Scope;
import io.doorward.contract.token.TokenEnvironment;
import java.util.List;
import java.util.Set;

/**
 * What a request needs.
 *
 * @param scopes all of them; none means that any valid credential will do
 */
public record Requirement(Set<TokenEnvironment> environments, List<Scope> scopes) {}
