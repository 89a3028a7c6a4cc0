package io.doorward.token.lifecycle.schedule;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.lifecycle.issue.IssuedToken;
import io.doorward.token.lifecycle.replay.ReplayKey;
import io.doorward.token.lifecycle.view.TokenId;
import io.doorward.token.lifecycle.view.TokenView;
import io.doorward.token.store.StoredToken;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Collecting new secrets that a schedule made. */
@Path("/api/v1/tokens")
@Tag(name = "Tokens")
public class SuccessorResource {
  private final Principals principals;
  private final Collecting collecting;
  private final Clock clock;

  @Inject
  SuccessorResource(Principals principals, Collecting collecting, Clock clock) {
    this.principals = principals;
    this.collecting = collecting;
    this.clock = clock;
  }

  @POST
  @Path("/successor")
  @Access
  @Operation(
      operationId = "collectOwnSuccessor",
      summary = "Gives the holder of a token the one that replaces it, this once",
      description =
          "For a token that its service account's schedule has replaced; send it as the credential."
              + " No scope is needed. From then on the old secret is accepted for the overlap. With"
              + " an Idempotency-Key the same request gets the same answer for ten minutes.")
  @APIResponseSchema(
      value = IssuedToken.class,
      responseCode = "200",
      responseDescription = "The new token with its secret")
  @APIResponse(responseCode = "400", description = "validation_failed: not a key")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(
      responseCode = "403",
      description =
          "scope_exceeds_grantor: the new token was given more meanwhile than the old one has")
  @APIResponse(responseCode = "404", description = "The token has no successor that waits")
  @APIResponse(
      responseCode = "409",
      description = "conflict: collected already, or not a token that asks")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<RestResponse<IssuedToken>> own(
      @Parameter(description = "1 to 255 visible ASCII characters") @HeaderParam("Idempotency-Key")
          @Nullable String key) {
    return principals
        .current()
        .chain(
            principal -> {
              StoredToken used = principal.token();
              if (used == null) {
                throw ProblemException.of(
                    ErrorCode.CONFLICT, "Send the old token as credential, or name it.");
              }
              return collect(principal, used.id(), key);
            });
  }

  @POST
  @Path("/{id}/successor")
  @Access
  @Operation(
      operationId = "collectSuccessor",
      summary = "Gives an administrator the token that replaces a service account's, this once",
      description = "As for the holder of the old token, for whoever may rotate it.")
  @APIResponseSchema(
      value = IssuedToken.class,
      responseCode = "200",
      responseDescription = "The new token with its secret")
  @APIResponse(responseCode = "400", description = "validation_failed: not a key")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(
      responseCode = "403",
      description =
          "insufficient_scope: needs tokens:write and service-accounts:write; or"
              + " scope_exceeds_grantor")
  @APIResponse(
      responseCode = "404",
      description = "Unknown, not the caller's to see, or none waits")
  @APIResponse(responseCode = "409", description = "conflict: collected already, or ended")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<RestResponse<IssuedToken>> of(
      @PathParam("id") String id,
      @Parameter(description = "1 to 255 visible ASCII characters") @HeaderParam("Idempotency-Key")
          @Nullable String key) {
    return principals
        .current()
        .map(principal -> principal.require(Collecting.WRITE))
        .chain(principal -> collect(principal, TokenId.parse(id), key));
  }

  private Uni<RestResponse<IssuedToken>> collect(
      Principal principal, UUID id, @Nullable String key) {
    return collecting
        .collect(principal, id, ReplayKey.of(key, principal, id.toString()))
        .map(this::answer);
  }

  private RestResponse<IssuedToken> answer(CollectOutcome outcome) {
    if (outcome instanceof CollectOutcome.Collected collected) {
      TokenView view = TokenView.of(collected.successor(), clock.instant());
      return RestResponse.ResponseBuilder.<IssuedToken>create(RestResponse.Status.OK)
          .header(HttpHeaders.CACHE_CONTROL, "no-store")
          .entity(IssuedToken.of(view, collected.minted()))
          .build();
    }
    if (outcome instanceof CollectOutcome.Excess excess) {
      throw ProblemException.invalid(ErrorCode.SCOPE_EXCEEDS_GRANTOR, excess.violations());
    }
    throw ProblemException.of(ErrorCode.CONFLICT, ((CollectOutcome.Conflict) outcome).why());
  }
}
