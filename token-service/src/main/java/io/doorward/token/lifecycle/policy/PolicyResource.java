package io.doorward.token.lifecycle.policy;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.catalogue.policy.TokenPolicy;
import io.doorward.token.directory.Principals;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The organization's policy. */
@Path("/api/v1/policy")
@Tag(name = "Policy")
public class PolicyResource {
  private static final Scope READ = new Scope("policies:read");
  private static final Scope WRITE = new Scope("policies:write");

  private final Principals principals;
  private final Policies policies;

  @Inject
  PolicyResource(Principals principals, Policies policies) {
    this.principals = principals;
    this.policies = policies;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(operationId = "getPolicy", summary = "Shows what the organization asks of its tokens")
  @APIResponseSchema(
      value = PolicyView.class,
      responseCode = "200",
      responseDescription = "The policy")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs policies:read")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<PolicyView> show() {
    return principals.current().map(principal -> principal.require(READ)).chain(policies::show);
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "putPolicy",
      summary = "Says what the organization asks of its tokens",
      description =
          "In place of the whole policy there was; what is left out goes back to the default. It"
              + " counts for tokens made, edited or rotated from now on.")
  @APIResponseSchema(
      value = PolicyView.class,
      responseCode = "200",
      responseDescription = "The policy as it is now")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs policies:write")
  @APIResponse(responseCode = "413", description = "body_too_large")
  @APIResponse(responseCode = "415", description = "unsupported_media_type")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<PolicyView> change(@Nullable PolicyView asked) {
    if (asked == null) {
      throw ProblemException.of(ErrorCode.MALFORMED_JSON, "Send a JSON object as body.");
    }
    TokenPolicy policy = new PolicyReading().read(asked);
    return principals
        .current()
        .map(principal -> principal.require(WRITE))
        .chain(principal -> policies.change(principal, policy));
  }
}
