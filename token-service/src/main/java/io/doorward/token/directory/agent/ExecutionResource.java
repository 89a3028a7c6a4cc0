package io.doorward.token.directory.agent;

import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.directory.form.Form;
import io.doorward.token.directory.page.Paging;
import io.doorward.token.directory.page.Slice;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What agents did. */
@Path("/api/v1/agents/{id}/executions")
@Tag(name = "Agents")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
@APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
public class ExecutionResource {
  private static final Scope READ = new Scope("agents:read");
  private static final Scope EXECUTE = new Scope("agents:execute");

  private final Principals principals;
  private final Executions executions;
  private final Paging paging;

  @Inject
  ExecutionResource(Principals principals, Executions executions, Paging paging) {
    this.principals = principals;
    this.executions = executions;
    this.paging = paging;
  }

  @POST
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(operationId = "startExecution", summary = "Records that an agent has started")
  @APIResponseSchema(
      value = ExecutionView.class,
      responseCode = "201",
      responseDescription = "The run")
  public Uni<RestResponse<ExecutionView>> start(@PathParam("id") String id) {
    return as(EXECUTE)
        .chain(p -> executions.start(p, Form.id(id)))
        .map(
            run ->
                RestResponse.ResponseBuilder.<ExecutionView>create(RestResponse.Status.CREATED)
                    .entity(run)
                    .build());
  }

  @PATCH
  @Path("/{executionId}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access
  @Operation(operationId = "finishExecution", summary = "Records how a run ended")
  @APIResponseSchema(
      value = ExecutionView.class,
      responseCode = "200",
      responseDescription = "The run with its outcome and duration")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "409", description = "conflict: finished already")
  public Uni<ExecutionView> finish(
      @PathParam("id") String id,
      @PathParam("executionId") String executionId,
      @Nullable FinishExecution body) {
    FinishExecution asked = Form.body(body);
    Form form = new Form();
    form.required("/outcome", asked.outcome());
    String error = form.description("/error", asked.error());
    form.done();
    return as(EXECUTE)
        .chain(
            p ->
                executions.finish(
                    p,
                    Form.id(id),
                    Form.id(executionId),
                    Objects.requireNonNull(asked.outcome()),
                    error));
  }

  @GET
  @Access
  @Operation(operationId = "listExecutions", summary = "Lists an agent's runs, the latest first")
  @APIResponseSchema(
      value = ExecutionList.class,
      responseCode = "200",
      responseDescription = "A page of runs")
  @APIResponse(responseCode = "400", description = "validation_failed or invalid_cursor")
  public Uni<ExecutionList> list(
      @PathParam("id") String id,
      @Parameter(description = "Items a page, 1 to 100; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
          @Nullable String cursor) {
    return as(READ)
        .chain(
            p -> {
              String list = "executions/" + Form.id(id);
              Slice slice = paging.slice(p.organizationId(), list, limit, cursor);
              return executions
                  .page(p, Form.id(id), slice)
                  .map(
                      found ->
                          new ExecutionList(
                              paging.shown(slice, found).stream()
                                  .map(Executions.Placed::view)
                                  .toList(),
                              paging.next(slice, found, run -> Long.toString(run.seq()))));
            });
  }

  @GET
  @Path("/totals")
  @Access
  @Operation(operationId = "executionTotals", summary = "Adds up an agent's runs")
  @APIResponseSchema(
      value = ExecutionTotals.class,
      responseCode = "200",
      responseDescription = "All runs together")
  public Uni<ExecutionTotals> totals(@PathParam("id") String id) {
    return as(READ).chain(p -> executions.totals(p, Form.id(id)));
  }

  private Uni<Principal> as(Scope scope) {
    return principals.current().map(principal -> principal.require(scope));
  }
}
