package io.doorward.token.directory.member;

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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The organization's people. */
@Path("/api/v1/members")
@Tag(name = "Directory")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class MemberResource {
  private static final Scope READ = new Scope("members:read");
  private static final Scope WRITE = new Scope("members:write");

  private final Principals principals;
  private final Members members;
  private final Paging paging;

  @Inject
  MemberResource(Principals principals, Members members, Paging paging) {
    this.principals = principals;
    this.members = members;
    this.paging = paging;
  }

  @GET
  @Access
  @Operation(operationId = "listMembers", summary = "Lists the organization's members")
  @APIResponseSchema(
      value = MemberList.class,
      responseCode = "200",
      responseDescription = "A page of members")
  @APIResponse(responseCode = "400", description = "validation_failed or invalid_cursor")
  public Uni<MemberList> list(
      @Parameter(description = "Items a page, 1 to 100; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
          @Nullable String cursor) {
    return as(READ)
        .map(p -> paging.slice(p.organizationId(), "members", limit, cursor))
        .chain(slice -> members.page(slice).map(found -> list(slice, found)));
  }

  private MemberList list(Slice slice, List<MemberView> found) {
    return new MemberList(
        paging.shown(slice, found), paging.next(slice, found, MemberView::subject));
  }

  @GET
  @Path("/{subject}")
  @Access
  @Operation(operationId = "getMember", summary = "Shows one member")
  @APIResponseSchema(
      value = MemberView.class,
      responseCode = "200",
      responseDescription = "The member")
  @APIResponse(responseCode = "404", description = "Nobody by this name in the organization")
  public Uni<MemberView> get(@PathParam("subject") String subject) {
    return as(READ).chain(p -> members.one(p, subject));
  }

  @PATCH
  @Path("/{subject}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "changeMember",
      summary = "Gives a member another role",
      description =
          "What the member's tokens may do follows at once; of very many tokens, as tokensFollow"
              + " tells, some thousand a second. Nobody gives or takes a role above"
              + " their own, and the last owner stays one.")
  @APIResponseSchema(
      value = MemberView.class,
      responseCode = "200",
      responseDescription = "The member with the role")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "404", description = "Nobody by this name in the organization")
  @APIResponse(responseCode = "409", description = "conflict: the last owner")
  public Uni<MemberView> change(@PathParam("subject") String subject, @Nullable ChangeMember body) {
    ChangeMember asked = Form.body(body);
    Form form = new Form();
    form.required("/role", asked.role());
    form.done();
    return as(WRITE).chain(p -> members.change(p, subject, Objects.requireNonNull(asked.role())));
  }

  @DELETE
  @Path("/{subject}")
  @Access
  @Operation(
      operationId = "removeMember",
      summary = "Removes a member and revokes their tokens",
      description = "They come back only by an invitation.")
  @APIResponse(responseCode = "204", description = "The member is removed")
  @APIResponse(responseCode = "404", description = "Nobody by this name in the organization")
  @APIResponse(
      responseCode = "409",
      description = "conflict: the last owner, or more tokens than are revoked in one step")
  public Uni<RestResponse<Void>> remove(@PathParam("subject") String subject) {
    return as(WRITE).chain(p -> members.remove(p, subject)).replaceWith(RestResponse::noContent);
  }

  private Uni<Principal> as(Scope scope) {
    return principals.current().map(principal -> principal.require(scope));
  }
}
