package io.doorward.token.protocol.oauth;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.kit.request.ForeignProtocol;
import io.doorward.kit.request.RequestId;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.guess.GuessBudget;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Introspection and revocation. A token type hint is not needed and not looked at. */
@Path("/oauth")
@Tag(name = "OAuth")
@APIResponse(responseCode = "400", description = "validation_failed: not exactly one token")
@APIResponse(responseCode = "415", description = "unsupported_media_type: send a form")
@APIResponse(responseCode = "429", description = "rate_limited: too many guesses")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
@ForeignProtocol
public class OAuthResource {
  private static final Scope READ = new Scope("tokens:read");
  private static final Scope INTROSPECT = new Scope("tokens:introspect");

  private final Principals principals;
  private final PresentedTokens tokens;
  private final GuessBudget guesses;
  private final RequestId requestId;
  private final CurrentVertxRequest request;

  @Inject
  OAuthResource(
      Principals principals,
      PresentedTokens tokens,
      GuessBudget guesses,
      RequestId requestId,
      CurrentVertxRequest request) {
    this.principals = principals;
    this.tokens = tokens;
    this.guesses = guesses;
    this.requestId = requestId;
    this.request = request;
  }

  @POST
  @Path("/introspect")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "introspectToken",
      summary = "Tells whether a token works, and what for (RFC 7662)",
      description =
          "For a session that may read tokens, or an API token with tokens:introspect. Of a token"
              + " that is unknown, ended or another organization's it tells only that it is not"
              + " active.")
  @APIResponseSchema(
      value = Introspection.class,
      responseCode = "200",
      responseDescription = "What is known of it")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:introspect")
  public Uni<Introspection> introspect(
      @RestForm("token") @Nullable List<String> token,
      @RestForm("token_type_hint") @Nullable String hint) {
    String source = guesses.source("introspect");
    return principals
        .current()
        .map(OAuthResource::introspector)
        .chain(principal -> tokens.usable(principal.organizationId(), one(token)))
        .map(found -> found.orElseGet(() -> missed(source)));
  }

  /**
   * Only a miss is counted or refused: a resource server's clients share its address, and what one
   * of them makes up must not keep the others' tokens from being known.
   */
  private Introspection missed(String source) {
    guesses.require(source);
    guesses.spend(source);
    return Introspection.INACTIVE;
  }

  @POST
  @Path("/revoke")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Access(anonymous = true)
  @SecurityRequirements
  @Operation(
      operationId = "revokePresentedToken",
      summary = "Ends the token that is presented (RFC 7009)",
      description =
          "Whoever holds a token may end it. The answer is the same whether there was anything to"
              + " end.")
  @APIResponse(responseCode = "200", description = "If it was a token it is revoked")
  public Uni<RestResponse<Void>> revoke(
      @RestForm("token") @Nullable List<String> token,
      @RestForm("token_type_hint") @Nullable String hint) {
    String presented = one(token);
    String source = guesses.source("revoke");
    guesses.require(source);
    guesses.spend(source);
    String ip = request.getCurrent().request().remoteAddress().hostAddress();
    return tokens.revoke(presented, requestId.value(), ip).replaceWith(RestResponse::ok);
  }

  private static Principal introspector(Principal principal) {
    return principal.require(principal.token() == null ? READ : INTROSPECT);
  }

  private static String one(@Nullable List<String> token) {
    if (token == null || token.size() != 1 || token.get(0).isEmpty()) {
      throw ProblemException.invalid(
          ErrorCode.VALIDATION_FAILED,
          List.of(
              new Violation(
                  "/token", "is not there exactly once", "Send one form field named token.")));
    }
    return token.get(0);
  }
}
