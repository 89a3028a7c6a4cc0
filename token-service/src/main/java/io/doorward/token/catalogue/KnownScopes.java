package io.doorward.token.catalogue;

import io.doorward.contract.scope.Scope;
import io.doorward.contract.token.TokenType;
import java.util.Map;
import java.util.Set;

/**
 * The scopes of the catalogue that an organization may use.
 *
 * @param restricted which tokens may have a scope, where not all may
 */
public record KnownScopes(Set<String> names, Map<Scope, Set<TokenType>> restricted) {
  public KnownScopes {
    names = Set.copyOf(names);
    restricted = Map.copyOf(restricted);
  }

  /** All for tokens of every type. */
  public KnownScopes(Set<String> names) {
    this(names, Map.of());
  }

  /** Whether the scope is in the catalogue, or a wildcard over something that is. */
  public boolean knows(Scope scope) {
    if (!scope.isWildcard()) {
      return names.contains(scope.value());
    }
    return scope.value().equals("*")
        || names.stream().anyMatch(name -> name.startsWith(scope.resource() + ":"));
  }

  /** Whether a token of this type may have the scope and all that it implies. */
  public boolean suits(Scope scope, TokenType type) {
    return restricted.entrySet().stream()
        .noneMatch(entry -> !entry.getValue().contains(type) && scope.implies(entry.getKey()));
  }
}
