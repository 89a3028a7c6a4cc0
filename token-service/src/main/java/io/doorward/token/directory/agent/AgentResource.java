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
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Agents. */
@Path("/api/v1/agents")
@Tag(name = "Agents")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class AgentResource {
  private static final Scope READ = new Scope("agents:read");
  private static final Scope WRITE = new Scope("agents:write");

  private final Principals principals;
  private final Agents agents;
  private final Paging paging;

  @Inject
  AgentResource(Principals principals, Agents agents, Paging paging) {
    this.principals = principals;
    this.agents = agents;
    this.paging = paging;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(operationId = "createAgent", summary = "Registers an agent")
  @APIResponseSchema(
      value = AgentView.class,
      responseCode = "201",
      responseDescription = "The agent")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "409", description = "conflict: the plan allows no more")
  public Uni<RestResponse<AgentView>> create(@Nullable DescribeAgent body) {
    DescribeAgent asked = Form.body(body);
    Form form = new Form();
    String name = form.name("/name", asked.name());
    String description = form.description("/description", asked.description());
    form.done();
    Visibility visibility = Objects.requireNonNullElse(asked.visibility(), Visibility.PRIVATE);
    return as(WRITE)
        .chain(p -> agents.create(p, name, description, visibility))
        .map(
            made ->
                RestResponse.ResponseBuilder.<AgentView>created(
                        URI.create("/api/v1/agents/" + made.id()))
                    .entity(made)
                    .build());
  }

  @GET
  @Access
  @Operation(
      operationId = "listAgents",
      summary = "Lists the organization's agents that the caller sees")
  @APIResponseSchema(
      value = AgentList.class,
      responseCode = "200",
      responseDescription = "A page of agents")
  @APIResponse(responseCode = "400", description = "validation_failed or invalid_cursor")
  public Uni<AgentList> list(
      @Parameter(description = "Items a page, 1 to 100; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
          @Nullable String cursor) {
    return as(READ)
        .chain(
            p -> {
              Slice slice = paging.slice(p.organizationId(), "agents", limit, cursor);
              return agents.page(p, slice).map(found -> list(slice, found));
            });
  }

  private AgentList list(Slice slice, List<AgentView> found) {
    return new AgentList(
        paging.shown(slice, found), paging.next(slice, found, a -> a.id().toString()));
  }

  @GET
  @Path("/{id}")
  @Access
  @Operation(
      operationId = "getAgent",
      summary = "Shows an agent, another organization's too if it is public")
  @APIResponseSchema(
      value = AgentView.class,
      responseCode = "200",
      responseDescription = "The agent")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  public Uni<AgentView> get(@PathParam("id") String id) {
    return as(READ).chain(p -> agents.one(p, Form.id(id)));
  }

  @PATCH
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access
  @Operation(operationId = "changeAgent", summary = "Changes an agent")
  @APIResponseSchema(
      value = AgentView.class,
      responseCode = "200",
      responseDescription = "The agent as it is now")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  public Uni<AgentView> change(@PathParam("id") String id, @Nullable DescribeAgent body) {
    DescribeAgent asked = Form.body(body);
    Form form = new Form();
    if (asked.name() != null) {
      form.name("/name", asked.name());
    }
    form.description("/description", asked.description());
    form.done();
    return as(WRITE).chain(p -> agents.change(p, Form.id(id), asked));
  }

  @DELETE
  @Path("/{id}")
  @Access
  @Operation(
      operationId = "deleteAgent",
      summary = "Deletes an agent and revokes the tokens confined to it")
  @APIResponse(responseCode = "204", description = "The agent is gone")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  @APIResponse(
      responseCode = "409",
      description = "conflict: more tokens than are revoked in one step")
  public Uni<RestResponse<Void>> delete(@PathParam("id") String id) {
    return as(WRITE).chain(p -> agents.delete(p, Form.id(id))).replaceWith(RestResponse::noContent);
  }

  private Uni<Principal> as(Scope scope) {
    return principals.current().map(principal -> principal.require(scope));
  }
}
