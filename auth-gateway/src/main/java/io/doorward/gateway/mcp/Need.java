package io.doorward.gateway.mcp;

import io.doorward.contract.scope.Scope;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a message takes.
 *
 * @param scope what a caller is asked for who has none of it
 * @param instead scopes that include it without being wildcards
 * @param below a resource of which any scope will do; empty for none
 */
record Need(Scope scope, List<Scope> instead, String below) {

  static Need of(Scope scope, Scope... instead) {
    return new Need(scope, List.of(instead), "");
  }

  /** The scope by which the caller has it. */
  Optional<Scope> metBy(Permissions permissions) {
    if (permissions.may(scope)) {
      return Optional.of(scope);
    }
    for (Scope other : instead) {
      if (permissions.may(other)) {
        return Optional.of(other);
      }
    }
    return below.isEmpty() ? Optional.empty() : permissions.anyBelow(below);
  }
}
