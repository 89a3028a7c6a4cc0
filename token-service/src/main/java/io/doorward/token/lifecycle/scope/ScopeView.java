package io.doorward.token.lifecycle.scope;

import io.doorward.contract.scope.Scope;
import io.doorward.contract.token.TokenType;
import io.doorward.token.catalogue.CatalogueScope;
import io.doorward.token.directory.Principal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A scope as people choose it.
 *
 * @param example what it lets its holder do
 * @param custom whether it is the organization's own
 * @param tokenTypes which tokens may have it
 * @param permitted whether the caller may give it to a token
 */
@Schema(name = "CatalogueScope")
public record ScopeView(
    @Schema(type = SchemaType.STRING) Scope name,
    String description,
    String example,
    boolean custom,
    List<TokenType> tokenTypes,
    boolean permitted) {
  public ScopeView {
    tokenTypes = List.copyOf(tokenTypes);
  }

  static ScopeView of(CatalogueScope scope, Principal principal) {
    return new ScopeView(
        scope.scope(),
        scope.description(),
        scope.example(),
        scope.custom(),
        scope.tokenTypes().stream().sorted().toList(),
        principal.may(scope.scope()));
  }
}
