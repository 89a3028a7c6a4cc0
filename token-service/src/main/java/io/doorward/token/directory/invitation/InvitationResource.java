package io.doorward.token.directory.invitation;

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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Invitations to the organization. */
@Path("/api/v1/invitations")
@Tag(name = "Directory")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class InvitationResource {
  private static final Scope READ = new Scope("members:read");
  private static final Scope WRITE = new Scope("members:write");

  /** Something, one at sign, a name with a dot; whether it exists shows when they sign in. */
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@.\\p{Cntrl}]+(\\.[^\\s@.\\p{Cntrl}]+)+");

  private static final int MAX_ADDRESS = 254;

  private final Principals principals;
  private final Invitations invitations;
  private final Paging paging;

  @Inject
  InvitationResource(Principals principals, Invitations invitations, Paging paging) {
    this.principals = principals;
    this.invitations = invitations;
    this.paging = paging;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "inviteMember",
      summary = "Invites somebody by the address",
      description =
          "Accepted by the first sign-in to this organization with that address, verified by the"
              + " OpenID provider, before it expires.")
  @APIResponseSchema(
      value = InvitationView.class,
      responseCode = "201",
      responseDescription = "The invitation")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "409", description = "conflict: a member, or invited already")
  public Uni<RestResponse<InvitationView>> invite(@Nullable InviteMember body) {
    InviteMember asked = Form.body(body);
    Form form = new Form();
    String email = asked.email() == null ? "" : asked.email().strip().toLowerCase(Locale.ROOT);
    if (email.length() > MAX_ADDRESS || !ADDRESS.matcher(email).matches()) {
      form.wrong("/email", "is not an address", "Write it as dora@acme.example.");
    }
    form.required("/role", asked.role());
    form.done();
    return as(WRITE)
        .chain(p -> invitations.invite(p, email, Objects.requireNonNull(asked.role())))
        .map(
            made ->
                RestResponse.ResponseBuilder.<InvitationView>created(
                        URI.create("/api/v1/invitations/" + made.id()))
                    .entity(made)
                    .build());
  }

  @GET
  @Access
  @Operation(operationId = "listInvitations", summary = "Lists the invitations that are open")
  @APIResponseSchema(
      value = InvitationList.class,
      responseCode = "200",
      responseDescription = "A page of invitations")
  @APIResponse(responseCode = "400", description = "validation_failed or invalid_cursor")
  public Uni<InvitationList> list(
      @Parameter(description = "Items a page, 1 to 100; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
          @Nullable String cursor) {
    return as(READ)
        .map(p -> paging.slice(p.organizationId(), "invitations", limit, cursor))
        .chain(slice -> invitations.page(slice).map(found -> list(slice, found)));
  }

  private InvitationList list(Slice slice, List<InvitationView> found) {
    return new InvitationList(
        paging.shown(slice, found), paging.next(slice, found, InvitationView::email));
  }

  @DELETE
  @Path("/{id}")
  @Access
  @Operation(operationId = "withdrawInvitation", summary = "Withdraws an invitation")
  @APIResponse(responseCode = "204", description = "The invitation holds no longer")
  @APIResponse(responseCode = "404", description = "Unknown, accepted, withdrawn or expired")
  public Uni<RestResponse<Void>> withdraw(@PathParam("id") String id) {
    return as(WRITE)
        .chain(p -> invitations.withdraw(p, Form.id(id)))
        .replaceWith(RestResponse::noContent);
  }

  private Uni<Principal> as(Scope scope) {
    return principals.current().map(principal -> principal.require(scope));
  }
}
