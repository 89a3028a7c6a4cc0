package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.directory.form.Form;
import io.doorward.token.directory.page.Paging;
import io.doorward.token.directory.page.Slice;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What came of each token of a job. */
@Path("/api/v1/token-jobs/{id}")
@Tag(name = "Token jobs")
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(responseCode = "400", description = "validation_failed or invalid_cursor")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class JobItemResource {
  private static final Scope READ = new Scope("tokens:read");

  private final Principals principals;
  private final Jobs jobs;
  private final JobSecrets secrets;
  private final Paging paging;

  @Inject
  JobItemResource(Principals principals, Jobs jobs, JobSecrets secrets, Paging paging) {
    this.principals = principals;
    this.jobs = jobs;
    this.secrets = secrets;
    this.paging = paging;
  }

  @GET
  @Path("/items")
  @Access
  @Operation(
      operationId = "listTokenJobItems",
      summary = "Lists a job's tokens and what came of each; in a dry run: what would",
      description =
          "An id that names no token, or one that the caller does not see, is not_found. Items are"
              + " kept for some days after the job has ended.")
  @APIResponseSchema(
      value = ItemList.class,
      responseCode = "200",
      responseDescription = "A page of items")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:read")
  public Uni<ItemList> items(
      @PathParam("id") String id,
      @Parameter(
              description = "Only these: pending, changed, unchanged, refused, not_found or failed")
          @QueryParam("outcome")
          @Nullable String outcome,
      @Parameter(description = "Items a page, 1 to 100; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
          @Nullable String cursor) {
    return as(READ)
        .chain(
            principal -> {
              UUID job = Form.id(id);
              ItemOutcome only = outcome(outcome);
              String list = "token-jobs/" + job + "/items/" + only;
              Slice slice = paging.slice(principal.organizationId(), list, limit, cursor);
              return jobs.items(principal, job, only, slice).map(found -> list(slice, found));
            });
  }

  private ItemList list(Slice slice, List<Item> found) {
    return new ItemList(
        paging.shown(slice, found),
        paging.next(slice, found, item -> Integer.toString(item.position())));
  }

  private static @Nullable ItemOutcome outcome(@Nullable String written) {
    try {
      return written == null ? null : ItemOutcome.of(written);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(
          ErrorCode.VALIDATION_FAILED,
          List.of(
              new Violation(
                  "query/outcome",
                  "is not one of the choices",
                  "Use one of pending, changed, unchanged, refused, not_found, failed.")));
    }
  }

  @POST
  @Path("/secrets")
  @Access
  @Operation(
      operationId = "takeTokenJobSecrets",
      summary = "Hands out the next secrets of a rotation job, each once",
      description =
          "Only to whoever began the job, with a session or with the same token, and for an hour"
              + " after each token's rotation. Tokens that were given more meanwhile than the caller"
              + " could have given are passed over: their secrets stay, and withheld tells how many."
              + " A secret whose answer is lost cannot be had again:"
              + " rotate that token anew; the old one is good until its overlap ends.")
  @APIResponseSchema(
      value = NewSecrets.class,
      responseCode = "200",
      responseDescription = "The next secrets in the job's order; none if there are none")
  @APIResponse(
      responseCode = "403",
      description =
          "insufficient_scope: needs tokens:write, and to have begun the job; or"
              + " scope_exceeds_grantor: all that are left are more than the caller could have"
              + " given")
  public Uni<RestResponse<NewSecrets>> secrets(
      @PathParam("id") String id,
      @Parameter(description = "Secrets an answer, 1 to 100; 50 if absent") @QueryParam("limit")
          @Nullable String limit) {
    return as(Job.WRITE)
        .chain(
            principal -> {
              Slice slice = paging.slice(principal.organizationId(), "secrets", limit, null);
              return secrets.take(principal, Form.id(id), slice.limit());
            })
        .map(
            taken ->
                RestResponse.ResponseBuilder.ok(taken)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build());
  }

  private Uni<Principal> as(Scope scope) {
    return principals.current().map(principal -> principal.require(scope));
  }
}
