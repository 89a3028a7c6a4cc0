package io.doorward.token.directory.organization;

import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.token.directory.Principals;
import io.doorward.token.directory.form.Form;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The caller's organization. */
@Path("/api/v1/organization")
@Tag(name = "Directory")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class OrganizationResource {
  private static final Scope READ = new Scope("org:read");
  private static final Scope WRITE = new Scope("org:write");
  private static final Scope ADMIN = new Scope("org:admin");

  private final Principals principals;
  private final Organizations organizations;

  @Inject
  OrganizationResource(Principals principals, Organizations organizations) {
    this.principals = principals;
    this.organizations = organizations;
  }

  @GET
  @Access
  @Operation(operationId = "getOrganization", summary = "Shows the caller's organization")
  @APIResponseSchema(
      value = OrganizationView.class,
      responseCode = "200",
      responseDescription = "The organization")
  public Uni<OrganizationView> get() {
    return principals.current().map(principal -> principal.require(READ)).chain(organizations::one);
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "changeOrganization",
      summary = "Changes the organization's name or plan",
      description =
          "The plan is an owner's to change (org:admin). The new plan's limits hold for all live"
              + " tokens at once: as defaults, and as the most a token has.")
  @APIResponseSchema(
      value = OrganizationView.class,
      responseCode = "200",
      responseDescription = "The organization as it is now")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  public Uni<OrganizationView> change(@Nullable ChangeOrganization body) {
    ChangeOrganization asked = Form.body(body);
    Form form = new Form();
    String name = asked.name() == null ? null : form.name("/name", asked.name());
    form.done();
    return principals
        .current()
        .map(principal -> principal.require(asked.plan() == null ? WRITE : ADMIN))
        .chain(principal -> organizations.change(principal, name, asked.plan()));
  }
}
