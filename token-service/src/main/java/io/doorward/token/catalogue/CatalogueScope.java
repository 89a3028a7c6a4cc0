package io.doorward.token.catalogue;

import io.doorward.contract.scope.Scope;
import io.doorward.contract.token.TokenType;
import java.util.Set;

/**
 * A scope of the catalogue.
 *
 * @param example what it lets its holder do
 * @param custom whether it is the organization's own
 * @param open whether what stands one segment below it is a scope as well
 * @param tokenTypes which tokens may have it
 */
public record CatalogueScope(
    Scope scope,
    String description,
    String example,
    boolean custom,
    boolean open,
    Set<TokenType> tokenTypes) {

  public CatalogueScope {
    tokenTypes = Set.copyOf(tokenTypes);
  }
}
