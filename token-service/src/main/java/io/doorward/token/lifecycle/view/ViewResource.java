package io.doorward.token.lifecycle.view;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principals;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
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
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 100;

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
      summary = "Lists tokens, newest first",
      description =
          "Members see their own tokens, owners and administrators the organization's. Pages stay"
              + " correct while tokens are added.")
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
      @Parameter(description = "Tokens a page, 1 to 100; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
          @Nullable String cursor) {
    return principals
        .current()
        .map(principal -> principal.require(READ))
        .chain(principal -> reader.page(principal, readStatus(status), readLimit(limit), cursor));
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

  private static @Nullable TokenStatus readStatus(@Nullable String status) {
    try {
      return status == null ? null : TokenStatus.of(status);
    } catch (IllegalArgumentException e) {
      throw invalid(
          "query/status",
          "is not a status",
          "Use one of active, expired, suspended, revoked, rotated.");
    }
  }

  private static int readLimit(@Nullable String limit) {
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    try {
      int value = Integer.parseInt(limit);
      if (value >= 1 && value <= MAX_LIMIT) {
        return value;
      }
    } catch (NumberFormatException e) {
      // answered below like every other unusable limit
    }
    throw invalid("query/limit", "is not a page size", "Use a number from 1 to " + MAX_LIMIT + ".");
  }

  private static ProblemException invalid(String location, String message, String fix) {
    return ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED, List.of(new Violation(location, message, fix)));
  }
}
