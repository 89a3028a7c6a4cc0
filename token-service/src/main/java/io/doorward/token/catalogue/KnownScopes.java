package io.doorward.token.catalogue;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.token.TokenType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The scopes of the catalogue that an organization may use.
 *
 * @param open of these each scope one segment below is known as well
 * @param restricted which tokens may have a scope, where not all may
 */
public record KnownScopes(
    Set<String> names, Set<String> open, Map<Scope, Set<TokenType>> restricted) {
  public KnownScopes {
    names = Set.copyOf(names);
    open = Set.copyOf(open);
    restricted = Map.copyOf(restricted);
  }

  /** All for tokens of every type. */
  public KnownScopes(Set<String> names) {
    this(names, Set.of(), Map.of());
  }

  /** Whether the scope is in the catalogue, or a wildcard over something that is. */
  public boolean knows(Scope scope) {
    if (open.contains(scope.resource())) {
      return true;
    }
    if (!scope.isWildcard()) {
      return names.contains(scope.value());
    }
    return scope.value().equals("*")
        || names.stream().anyMatch(name -> name.startsWith(scope.resource() + ":"));
  }

  /**
   * What is left of these scopes under a role: of a wildcard that it does not permit whole, the
   * scopes of the catalogue below it that it does permit. In order, each once.
   */
  List<Scope> permitted(ScopeSet held, Role role) {
    return held.scopes().stream()
        .flatMap(
            scope ->
                role.permits(scope) || !scope.isWildcard()
                    ? Stream.of(scope)
                    : names.stream().map(Scope::new).filter(scope::implies))
        .filter(role::permits)
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether a token of this type may have the scope and all that it implies. */
  public boolean suits(Scope scope, TokenType type) {
    return restricted.entrySet().stream()
        .noneMatch(entry -> !entry.getValue().contains(type) && scope.implies(entry.getKey()));
  }
}
