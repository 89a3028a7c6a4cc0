package io.doorward.token.lifecycle.view;

import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.token.directory.Principals;
import io.doorward.token.store.TokenFilter;
import io.doorward.token.store.TokenSort;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reading tokens. */
@Path("/api/v1/tokens")
@Tag(name = "Tokens")
public class ViewResource {
  private static final Scope READ = new Scope("tokens:read");

  private final Principals principals;
  private final TokenReader reader;

  @Inject
  ViewResource(Principals principals, TokenReader reader) {
    this.principals = principals;
    this.reader = reader;
  }

  @GET
  @Access
  @Operation(
      operationId = "listTokens",
      summary = "Lists tokens, filtered and sorted",
      description =
          "Members see their own tokens, owners and administrators the organization's. Pages stay"
              + " correct while tokens are added. A page may hold fewer tokens than its limit,"
              + " even none, when a filter matches few of many: only the absence of nextCursor"
              + " says that it was the last.")
  @APIResponseSchema(
      value = TokenList.class,
      responseCode = "200",
      responseDescription = "A page of tokens")
  @APIResponse(responseCode = "400", description = "validation_failed or invalid_cursor")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:read")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<TokenList> list(
      @Parameter(description = "Only tokens with this status") @QueryParam("status")
          @Nullable String status,
      @Parameter(description = "Only personal, service or agent tokens") @QueryParam("type")
          @Nullable String type,
      @Parameter(description = "Only live or test tokens") @QueryParam("environment")
          @Nullable String environment,
      @Parameter(description = "Only tokens of the owner with this id") @QueryParam("owner")
          @Nullable String owner,
      @Parameter(description = "Only tokens with this tag") @QueryParam("tag") @Nullable String tag,
      @Parameter(description = "Only tokens with this text in the name, in any case")
          @QueryParam("q")
          @Nullable String text,
      @Parameter(
              description =
                  "created (newest first), name, or expires (soonest first); created if absent")
          @QueryParam("sort")
          @Nullable String sort,
      @Parameter(description = "Tokens a page, 1 to 100; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
          @Nullable String cursor) {
    TokenFilter filter = ListQuery.filter(status, type, environment, owner, tag, text);
    TokenSort order = ListQuery.sort(sort);
    int most = ListQuery.limit(limit);
    return principals
        .current()
        .map(principal -> principal.require(READ))
        .chain(principal -> reader.page(principal, filter, order, most, cursor));
  }

  @GET
  @Path("/{id}")
  @Access
  @Operation(operationId = "getToken", summary = "Shows one token, never its secret")
  @APIResponseSchema(
      value = TokenView.class,
      responseCode = "200",
      responseDescription = "The token")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:read")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<TokenView> get(@PathParam("id") String id) {
    return principals
        .current()
        .map(principal -> principal.require(READ))
        .chain(principal -> reader.one(principal, TokenId.parse(id)));
  }
}
