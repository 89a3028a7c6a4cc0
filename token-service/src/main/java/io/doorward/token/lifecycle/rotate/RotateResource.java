package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.lifecycle.issue.IssuedToken;
import io.doorward.token.lifecycle.replay.ReplayKey;
import io.doorward.token.lifecycle.view.TokenId;
import io.doorward.token.lifecycle.view.TokenView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Replacing tokens. */
@Path("/api/v1/tokens/{id}/rotate")
@Tag(name = "Tokens")
public class RotateResource {
  private static final Scope WRITE = new Scope("tokens:write");

  private final Principals principals;
  private final Rotating rotating;
  private final RotationConfig config;
  private final Clock clock;

  @Inject
  RotateResource(Principals principals, Rotating rotating, RotationConfig config, Clock clock) {
    this.principals = principals;
    this.rotating = rotating;
    this.config = config;
    this.clock = clock;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "rotateToken",
      summary = "Replaces a token by one with a new secret and shows it, this once",
      description =
          "The successor has the same owner, scopes, limits and expiry; the old secret is accepted"
              + " until the overlap ends, or the new one is in use if retireOnFirstUse asks for"
              + " that. With an Idempotency-Key, the same caller can have a lost"
              + " answer once more within ten minutes by sending the same request again. The body"
              + " may be absent.")
  @APIResponseSchema(
      value = IssuedToken.class,
      responseCode = "201",
      responseDescription = "The successor with its secret")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(
      responseCode = "403",
      description = "insufficient_scope: needs tokens:write; or scope_exceeds_grantor")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  @APIResponse(
      responseCode = "409",
      description =
          "conflict: not active, rotated already, two earlier secrets are still accepted, or the key"
              + " stands for another request")
  @APIResponse(responseCode = "413", description = "body_too_large")
  @APIResponse(responseCode = "415", description = "unsupported_media_type")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<RestResponse<IssuedToken>> rotate(
      @PathParam("id") String id,
      @Parameter(description = "1 to 255 visible ASCII characters, a new one for each rotation")
          @HeaderParam("Idempotency-Key")
          @Nullable String key,
      @Nullable RotateToken asked) {
    return principals
        .current()
        .map(principal -> principal.require(WRITE))
        .chain(principal -> rotate(principal, TokenId.parse(id), key, asked))
        .map(this::answer);
  }

  private Uni<RotateOutcome> rotate(
      Principal principal, UUID id, @Nullable String key, @Nullable RotateToken asked) {
    Rotation rotation = Rotation.of(asked, config.overlap());
    return rotating.rotate(
        principal, id, rotation, ReplayKey.of(key, principal, RotateToken.canonical(id, asked)));
  }

  private RestResponse<IssuedToken> answer(RotateOutcome outcome) {
    if (outcome instanceof RotateOutcome.Rotated rotated) {
      TokenView view = TokenView.of(rotated.successor(), clock.instant());
      return RestResponse.ResponseBuilder.<IssuedToken>create(RestResponse.Status.CREATED)
          .location(URI.create("/api/v1/tokens/" + view.id()))
          .header(HttpHeaders.CACHE_CONTROL, "no-store")
          .entity(IssuedToken.of(view, rotated.minted()))
          .build();
    }
    if (outcome instanceof RotateOutcome.Refused refused) {
      throw ProblemException.invalid(refused.code(), refused.violations());
    }
    throw ProblemException.of(ErrorCode.CONFLICT, ((RotateOutcome.Conflict) outcome).why());
  }
}
