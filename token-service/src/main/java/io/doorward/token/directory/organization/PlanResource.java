package io.doorward.token.directory.organization;

import io.doorward.kit.identity.Access;
import io.doorward.token.directory.Principals;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What plans there are. */
@Path("/api/v1/plans")
@Tag(name = "Directory")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class PlanResource {
  private final Principals principals;
  private final Organizations organizations;

  @Inject
  PlanResource(Principals principals, Organizations organizations) {
    this.principals = principals;
    this.organizations = organizations;
  }

  @GET
  @Access
  @Operation(operationId = "listPlans", summary = "Lists the plans, the smallest first")
  @APIResponseSchema(
      value = PlanList.class,
      responseCode = "200",
      responseDescription = "The plans")
  public Uni<PlanList> list() {
    return principals.current().chain(organizations::plans).map(PlanList::new);
  }
}
