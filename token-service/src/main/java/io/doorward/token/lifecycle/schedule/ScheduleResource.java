package io.doorward.token.lifecycle.schedule;

import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.directory.form.Form;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** How often the tokens of a service account are replaced by themselves. */
@Path("/api/v1/service-accounts/{id}/rotation-schedule")
@Tag(name = "Service accounts")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope")
@APIResponse(responseCode = "404", description = "No such account, or it has no schedule")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class ScheduleResource {
  private static final Scope READ = new Scope("service-accounts:read");
  private static final Scope WRITE = new Scope("service-accounts:write");

  private final Principals principals;
  private final Schedules schedules;

  @Inject
  ScheduleResource(Principals principals, Schedules schedules) {
    this.principals = principals;
    this.schedules = schedules;
  }

  @GET
  @Access
  @Operation(
      operationId = "getRotationSchedule",
      summary = "Shows how often a service account's tokens are replaced")
  @APIResponseSchema(
      value = RotationSchedule.class,
      responseCode = "200",
      responseDescription = "The schedule")
  public Uni<RotationSchedule> show(@PathParam("id") String id) {
    return as(READ).chain(p -> schedules.show(p, Form.id(id)));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "putRotationSchedule",
      summary = "Has a service account's tokens replaced from time to time",
      description =
          "A token of that age gets a successor whose secret waits to be collected, once, by the"
              + " holder of the old token or by an administrator. Until it is collected, for 30"
              + " days at most, the old secret is accepted, and afterwards for the overlap.")
  @APIResponseSchema(
      value = RotationSchedule.class,
      responseCode = "200",
      responseDescription = "The schedule as it is now")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  public Uni<RotationSchedule> put(@PathParam("id") String id, @Nullable PutRotationSchedule body) {
    PutRotationSchedule asked = Form.body(body);
    return as(WRITE).chain(p -> schedules.put(p, Form.id(id), asked));
  }

  @DELETE
  @Access
  @Operation(
      operationId = "deleteRotationSchedule",
      summary = "No longer replaces a service account's tokens by themselves",
      description = "New secrets that wait to be collected go on waiting.")
  @APIResponse(responseCode = "204", description = "There is no schedule any more")
  public Uni<RestResponse<Void>> remove(@PathParam("id") String id) {
    return as(WRITE)
        .chain(p -> schedules.remove(p, Form.id(id)))
        .replaceWith(RestResponse::noContent);
  }

  private Uni<Principal> as(Scope scope) {
    return principals.current().map(principal -> principal.require(scope));
  }
}
