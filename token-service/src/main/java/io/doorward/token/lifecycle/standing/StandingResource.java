package io.doorward.token.lifecycle.standing;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.lifecycle.view.TokenId;
import io.doorward.token.lifecycle.view.TokenView;
import io.doorward.token.propagation.Changes;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Ending tokens, setting them aside, and letting them work again. */
@Path("/api/v1/tokens/{id}")
@Tag(name = "Tokens")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:write")
@APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class StandingResource {
  private static final Scope WRITE = new Scope("tokens:write");

  private final Principals principals;
  private final StandingChanges changes;
  private final Acknowledgement acknowledgement;

  @Inject
  StandingResource(
      Principals principals, StandingChanges changes, Acknowledgement acknowledgement) {
    this.principals = principals;
    this.changes = changes;
    this.acknowledgement = acknowledgement;
  }

  @POST
  @Path("/revoke")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "revokeToken",
      summary = "Ends a token for good",
      description =
          "Doing it again changes nothing and answers the same. The body may be absent. "
              + Acknowledgement.DESCRIPTION)
  @APIResponseSchema(
      value = TokenView.class,
      responseCode = "200",
      responseDescription = "The revoked token")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  public Uni<TokenView> revoke(
      @PathParam("id") String id,
      @Parameter(description = Acknowledgement.WAIT) @QueryParam("wait") @Nullable String wait,
      @Parameter(description = Acknowledgement.TIMEOUT) @QueryParam("timeout")
          @Nullable String timeout,
      @Nullable RevokeToken body) {
    String reason = body == null ? null : Reason.optional(body.reason()).orElse(null);
    Optional<Duration> patience = acknowledgement.asked(wait, timeout);
    return change(id, new StandingWish.Revoke(reason)).chain(changed -> answer(changed, patience));
  }

  @DELETE
  @Access
  @Operation(
      operationId = "deleteToken",
      summary = "Ends a token for good, as revoke does",
      description = Acknowledgement.DESCRIPTION)
  @APIResponse(responseCode = "204", description = "The token is revoked")
  @APIResponseSchema(
      value = TokenView.class,
      responseCode = "200",
      responseDescription = "The revoked token, if it was to be waited")
  @APIResponse(responseCode = "400", description = "validation_failed")
  public Uni<RestResponse<TokenView>> delete(
      @PathParam("id") String id,
      @Parameter(description = Acknowledgement.WAIT) @QueryParam("wait") @Nullable String wait,
      @Parameter(description = Acknowledgement.TIMEOUT) @QueryParam("timeout")
          @Nullable String timeout) {
    Optional<Duration> patience = acknowledgement.asked(wait, timeout);
    return change(id, new StandingWish.Revoke(null))
        .chain(
            changed ->
                patience.isEmpty()
                    ? Uni.createFrom().item(RestResponse.noContent())
                    : answer(changed, patience).map(RestResponse::ok));
  }

  @POST
  @Path("/suspend")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "suspendToken",
      summary = "Sets a token aside until it is reactivated",
      description = Acknowledgement.DESCRIPTION)
  @APIResponseSchema(
      value = TokenView.class,
      responseCode = "200",
      responseDescription = "The suspended token")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "409", description = "conflict: not active")
  public Uni<TokenView> suspend(
      @PathParam("id") String id,
      @Parameter(description = Acknowledgement.WAIT) @QueryParam("wait") @Nullable String wait,
      @Parameter(description = Acknowledgement.TIMEOUT) @QueryParam("timeout")
          @Nullable String timeout,
      @Nullable SuspendToken body) {
    if (body == null) {
      throw ProblemException.of(ErrorCode.MALFORMED_JSON, "Send a JSON object as body.");
    }
    StandingWish wish = StandingWish.Suspend.of(body.reason(), body.until(), changes.now());
    Optional<Duration> patience = acknowledgement.asked(wait, timeout);
    return change(id, wish).chain(changed -> answer(changed, patience));
  }

  @POST
  @Path("/reactivate")
  @Access
  @Operation(
      operationId = "reactivateToken",
      summary = "Lets a suspended token work again",
      description = "What an administrator or the security service suspended, its owner cannot.")
  @APIResponseSchema(
      value = TokenView.class,
      responseCode = "200",
      responseDescription = "The active token")
  @APIResponse(responseCode = "409", description = "conflict: not suspended")
  public Uni<TokenView> reactivate(@PathParam("id") String id) {
    return change(id, new StandingWish.Reactivate(null))
        .chain(changed -> answer(changed, Optional.empty()));
  }

  private Uni<StandingChanges.Changed> change(String id, StandingWish wish) {
    return writer().chain(principal -> changes.change(principal, TokenId.parse(id), wish));
  }

  private Uni<TokenView> answer(StandingChanges.Changed changed, Optional<Duration> patience) {
    return acknowledgement
        .of(Changes.of(changed.token().id()), patience)
        .map(known -> TokenView.of(changed.token(), changed.at(), known.orElse(null)));
  }

  private Uni<Principal> writer() {
    return principals.current().map(principal -> principal.require(WRITE));
  }
}
