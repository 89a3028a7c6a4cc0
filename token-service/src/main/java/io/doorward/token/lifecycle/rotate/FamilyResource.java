package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.token.directory.Principals;
import io.doorward.token.lifecycle.view.TokenId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a token came from and what it became. */
@Path("/api/v1/tokens/{id}/family")
@Tag(name = "Tokens")
public class FamilyResource {
  private static final Scope READ = new Scope("tokens:read");

  private final Principals principals;
  private final Families families;

  @Inject
  FamilyResource(Principals principals, Families families) {
    this.principals = principals;
    this.families = families;
  }

  @GET
  @Access
  @Operation(
      operationId = "tokenFamily",
      summary = "Shows all tokens of a family and how they were rotated")
  @APIResponseSchema(
      value = FamilyView.class,
      responseCode = "200",
      responseDescription = "The family, its first token first")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:read")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<FamilyView> family(@PathParam("id") String id) {
    return principals
        .current()
        .map(principal -> principal.require(READ))
        .chain(principal -> families.of(principal, TokenId.parse(id)));
  }
}
