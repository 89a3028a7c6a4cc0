package io.doorward.token.lifecycle.issue;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principals;
import io.doorward.token.lifecycle.replay.ReplayKey;
import io.doorward.token.lifecycle.view.TokenView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Creating tokens. */
@Path("/api/v1/tokens")
@Tag(name = "Tokens")
public class IssueResource {
  private static final Scope WRITE = new Scope("tokens:write");

  private final Principals principals;
  private final Issuing issuing;

  @Inject
  IssueResource(Principals principals, Issuing issuing) {
    this.principals = principals;
    this.issuing = issuing;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "createToken",
      summary = "Creates a token and shows its secret, this once",
      description =
          "The token belongs to the caller, or to a service account the caller looks after. It can be given no more than the caller has: what the"
              + " role permits, and for an API token no more than its own scopes, limits, addresses"
              + " and time. With an Idempotency-Key, the same caller has the same answer within ten"
              + " minutes by sending the same request again, and no second token.")
  @APIResponseSchema(
      value = IssuedToken.class,
      responseCode = "201",
      responseDescription = "The token with its secret")
  @APIResponse(
      responseCode = "400",
      description = "malformed_json, validation_failed or unknown_scope")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(
      responseCode = "403",
      description = "insufficient_scope: needs tokens:write; or scope_exceeds_grantor")
  @APIResponse(responseCode = "404", description = "No such service account, agent or template")
  @APIResponse(
      responseCode = "409",
      description =
          "token_limit_reached; or conflict: the service account is disabled, or the key stands for"
              + " another request")
  @APIResponse(responseCode = "413", description = "body_too_large")
  @APIResponse(responseCode = "415", description = "unsupported_media_type")
  @APIResponse(responseCode = "429", description = "rate_limited: too many created this hour")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<RestResponse<IssuedToken>> create(
      @Parameter(description = "1 to 255 visible ASCII characters, a new one for each token")
          @HeaderParam("Idempotency-Key")
          @Nullable String key,
      @Nullable CreateToken asked) {
    if (asked == null) {
      throw ProblemException.of(ErrorCode.MALFORMED_JSON, "Send a JSON object as body.");
    }
    return principals
        .current()
        .map(principal -> principal.require(WRITE))
        .chain(
            principal ->
                issuing.issue(principal, asked, ReplayKey.of(key, principal, asked.canonical())))
        .map(IssueResource::answer);
  }

  private static RestResponse<IssuedToken> answer(IssueOutcome outcome) {
    if (outcome instanceof IssueOutcome.Issued issued) {
      TokenView view = TokenView.of(issued.token(), issued.at());
      return RestResponse.ResponseBuilder.<IssuedToken>create(RestResponse.Status.CREATED)
          .location(URI.create("/api/v1/tokens/" + view.id()))
          .header(HttpHeaders.CACHE_CONTROL, "no-store")
          .entity(IssuedToken.of(view, issued.minted()))
          .build();
    }
    if (outcome instanceof IssueOutcome.Refused refused) {
      throw ProblemException.invalid(refused.code(), refused.violations());
    }
    if (outcome instanceof IssueOutcome.TooMany tooMany) {
      throw ProblemException.of(
          ErrorCode.TOKEN_LIMIT_REACHED,
          "You have "
              + tooMany.allowed()
              + " tokens that still work, as many as the policy allows; revoke one first.");
    }
    IssueOutcome.TooFast tooFast = (IssueOutcome.TooFast) outcome;
    if (tooFast.allowed() == 0) {
      throw ProblemException.of(
          ErrorCode.TOKEN_LIMIT_REACHED,
          "The policy allows no new tokens; ask an administrator to change it.");
    }
    throw ProblemException.of(
            ErrorCode.RATE_LIMITED,
            "The policy allows " + tooFast.allowed() + " new tokens an hour; try again later.")
        .retryAfter(tooFast.retryAfter());
  }
}
