package io.doorward.token.catalogue;

import io.doorward.contract.scope.Scope;
import java.util.Set;

/** The scopes of the catalogue that an organization may use. */
public record KnownScopes(Set<String> names) {
  public KnownScopes {
    names = Set.copyOf(names);
  }

  /** Whether the scope is in the catalogue, or a wildcard over something that is. */
  public boolean knows(Scope scope) {
    if (!scope.isWildcard()) {
      return names.contains(scope.value());
    }
    return scope.value().equals("*")
        || names.stream().anyMatch(name -> name.startsWith(scope.resource() + ":"));
  }
}
