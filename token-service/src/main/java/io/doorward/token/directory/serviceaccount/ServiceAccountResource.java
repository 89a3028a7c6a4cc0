package io.doorward.token.directory.serviceaccount;

import io.doorward.contract.scope.Role;
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

/** Owners of tokens that are no people. */
@Path("/api/v1/service-accounts")
@Tag(name = "Service accounts")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class ServiceAccountResource {
  private static final Scope READ = new Scope("service-accounts:read");
  private static final Scope WRITE = new Scope("service-accounts:write");

  private final Principals principals;
  private final ServiceAccounts accounts;
  private final Paging paging;

  @Inject
  ServiceAccountResource(Principals principals, ServiceAccounts accounts, Paging paging) {
    this.principals = principals;
    this.accounts = accounts;
    this.paging = paging;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "createServiceAccount",
      summary = "Creates a service account",
      description =
          "Its tokens are created like others, with serviceAccount naming it, and can do no more"
              + " than its role permits.")
  @APIResponseSchema(
      value = ServiceAccountView.class,
      responseCode = "201",
      responseDescription = "The service account")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "409", description = "conflict: the plan allows no more")
  public Uni<RestResponse<ServiceAccountView>> create(@Nullable CreateServiceAccount body) {
    CreateServiceAccount asked = Form.body(body);
    Form form = new Form();
    String name = form.name("/name", asked.name());
    String description = form.description("/description", asked.description());
    form.done();
    Role role = Objects.requireNonNullElse(asked.role(), Role.MEMBER);
    return as(WRITE)
        .chain(p -> accounts.create(p, name, description, role))
        .map(
            made ->
                RestResponse.ResponseBuilder.<ServiceAccountView>created(
                        URI.create("/api/v1/service-accounts/" + made.id()))
                    .entity(made)
                    .build());
  }

  @GET
  @Access
  @Operation(operationId = "listServiceAccounts", summary = "Lists service accounts")
  @APIResponseSchema(
      value = ServiceAccountList.class,
      responseCode = "200",
      responseDescription = "A page of service accounts")
  @APIResponse(responseCode = "400", description = "validation_failed or invalid_cursor")
  public Uni<ServiceAccountList> list(
      @Parameter(description = "Items a page, 1 to 100; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
          @Nullable String cursor) {
    return as(READ)
        .map(p -> paging.slice(p.organizationId(), "service-accounts", limit, cursor))
        .chain(slice -> accounts.page(slice).map(found -> list(slice, found)));
  }

  private ServiceAccountList list(Slice slice, List<ServiceAccountView> found) {
    return new ServiceAccountList(
        paging.shown(slice, found), paging.next(slice, found, a -> a.id().toString()));
  }

  @GET
  @Path("/{id}")
  @Access
  @Operation(operationId = "getServiceAccount", summary = "Shows one service account")
  @APIResponseSchema(
      value = ServiceAccountView.class,
      responseCode = "200",
      responseDescription = "The service account")
  @APIResponse(responseCode = "404", description = "Unknown, or another organization's")
  public Uni<ServiceAccountView> get(@PathParam("id") String id) {
    return as(READ).chain(p -> accounts.one(p, Form.id(id)));
  }

  @PATCH
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "changeServiceAccount",
      summary = "Changes, disables or enables a service account",
      description =
          "Its tokens follow at once, or, as tokensFollow tells of very many, some thousand a"
              + " second; enabled again, each stands as it stood before.")
  @APIResponseSchema(
      value = ServiceAccountView.class,
      responseCode = "200",
      responseDescription = "The service account as it is now")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "404", description = "Unknown, or another organization's")
  @APIResponse(
      responseCode = "409",
      description = "conflict: more tokens than are suspended in one step")
  public Uni<ServiceAccountView> change(
      @PathParam("id") String id, @Nullable ChangeServiceAccount body) {
    ChangeServiceAccount asked = Form.body(body);
    Form form = new Form();
    if (asked.name() != null) {
      form.name("/name", asked.name());
    }
    form.description("/description", asked.description());
    form.done();
    return as(WRITE).chain(p -> accounts.change(p, Form.id(id), asked));
  }

  @DELETE
  @Path("/{id}")
  @Access
  @Operation(
      operationId = "deleteServiceAccount",
      summary = "Deletes a service account and revokes its tokens")
  @APIResponse(responseCode = "204", description = "The service account is gone")
  @APIResponse(responseCode = "404", description = "Unknown, or another organization's")
  @APIResponse(
      responseCode = "409",
      description = "conflict: more tokens than are revoked in one step")
  public Uni<RestResponse<Void>> delete(@PathParam("id") String id) {
    return as(WRITE)
        .chain(p -> accounts.delete(p, Form.id(id)))
        .replaceWith(RestResponse::noContent);
  }

  private Uni<Principal> as(Scope scope) {
    return principals.current().map(principal -> principal.require(scope));
  }
}
