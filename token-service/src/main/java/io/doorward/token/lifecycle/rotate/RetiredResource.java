package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.token.directory.Principals;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who still uses old secrets. */
@Path("/api/v1/tokens/retired")
@Tag(name = "Tokens")
public class RetiredResource {
  private static final Scope READ = new Scope("tokens:read");

  private final Principals principals;
  private final RetiredTokens retired;

  @Inject
  RetiredResource(Principals principals, RetiredTokens retired) {
    this.principals = principals;
    this.retired = retired;
  }

  @GET
  @Access
  @Operation(
      operationId = "listRetiredTokens",
      summary = "Lists old secrets that are still in use, latest rotation first",
      description =
          "Members see their own tokens, owners and administrators the organization's. Uses are"
              + " some seconds late. A page looks at 2000 rotated tokens at most: it may be short,"
              + " and goes on by nextCursor.")
  @APIResponseSchema(
      value = RetiredList.class,
      responseCode = "200",
      responseDescription = "A page of rotated tokens with their last uses")
  @APIResponse(responseCode = "400", description = "validation_failed or invalid_cursor")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:read")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<RetiredList> list(
      @Parameter(
              description =
                  "overlap: still accepted, and used since the rotation; ended: no longer accepted,"
                      + " and presented since; overlap if absent")
          @QueryParam("use")
          @Nullable String use,
      @Parameter(description = "Tokens a page, 1 to 100; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
          @Nullable String cursor) {
    RetiredUse which = RetiredUse.of(use);
    return principals
        .current()
        .map(principal -> principal.require(READ))
        .chain(principal -> retired.page(principal, which, limit, cursor));
  }
}
