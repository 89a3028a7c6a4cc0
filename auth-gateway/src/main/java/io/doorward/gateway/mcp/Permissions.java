package io.doorward.gateway.mcp;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.gateway.check.Caller;
import java.util.Optional;

/**
 * What a caller may do with an MCP server. A token's scopes count as far as its owner's role
 * permits. A JWT's count in the same way where it names any; else its role alone does. Where
 * callers are not told apart everything is allowed.
 */
final class Permissions {
  private final boolean everything;
  private final Optional<ScopeSet> scopes;
  private final Optional<Role> role;

  private Permissions(boolean everything, Optional<ScopeSet> scopes, Optional<Role> role) {
    this.everything = everything;
    this.scopes = scopes;
    this.role = role;
  }

  static Permissions of(Caller caller) {
    if (caller instanceof Caller.TokenHolder holder) {
      return new Permissions(
          false, Optional.of(holder.token().scopes()), Optional.of(holder.token().role()));
    }
    if (caller instanceof Caller.Person person) {
      return new Permissions(false, person.principal().scopes(), person.principal().role());
    }
    return new Permissions(true, Optional.empty(), Optional.empty());
  }

  boolean everything() {
    return everything;
  }

  boolean may(Scope needed) {
    if (everything) {
      return true;
    }
    return scopes.isPresent()
        ? scopes.get().grants(needed) && permits(needed)
        : role.isPresent() && role.get().permits(needed);
  }

  /** A scope below this resource that the caller holds by name. */
  Optional<Scope> anyBelow(String resource) {
    return scopes
        .flatMap(
            held ->
                held.scopes().stream()
                    .filter(scope -> scope.resource().equals(resource))
                    .findFirst())
        .filter(this::permits);
  }

  private boolean permits(Scope needed) {
    return role.isEmpty() || role.get().permits(needed);
  }
}
