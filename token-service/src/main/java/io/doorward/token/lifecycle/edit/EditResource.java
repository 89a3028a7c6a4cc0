package io.doorward.token.lifecycle.edit;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principals;
import io.doorward.token.lifecycle.view.TokenId;
import io.doorward.token.lifecycle.view.TokenView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Changing tokens. */
@Path("/api/v1/tokens/{id}")
@Tag(name = "Tokens")
public class EditResource {
  private static final Scope WRITE = new Scope("tokens:write");

  /** The version of the token view, with or without the quotes of an entity tag. */
  private static final Pattern VERSION = Pattern.compile("\"?([1-9][0-9]{0,17})\"?");

  private final Principals principals;
  private final Editing editing;
  private final Clock clock;

  @Inject
  EditResource(Principals principals, Editing editing, Clock clock) {
    this.principals = principals;
    this.editing = editing;
    this.clock = clock;
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "editToken",
      summary = "Changes name, scopes, limits, addresses, expiry, tags or metadata of a token",
      description =
          "A merge patch: what is absent stays, null takes away. All of it is done or nothing; the"
              + " token is given no more than the caller and its owner may have.")
  @APIResponseSchema(
      value = TokenView.class,
      responseCode = "200",
      responseDescription = "The token as it is now")
  @APIResponse(
      responseCode = "400",
      description = "malformed_json, validation_failed or unknown_scope")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(
      responseCode = "403",
      description = "insufficient_scope: needs tokens:write; or scope_exceeds_grantor")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  @APIResponse(
      responseCode = "409",
      description = "conflict: revoked, expired, rotated, or not the version of If-Match")
  @APIResponse(responseCode = "413", description = "body_too_large")
  @APIResponse(responseCode = "415", description = "unsupported_media_type")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<TokenView> edit(
      @PathParam("id") String id,
      @Parameter(description = "The version that is meant; whichever it is if absent")
          @HeaderParam(HttpHeaders.IF_MATCH)
          @Nullable String ifMatch,
      @Nullable EditToken asked) {
    if (asked == null) {
      throw ProblemException.of(ErrorCode.MALFORMED_JSON, "Send a JSON object as body.");
    }
    return principals
        .current()
        .map(principal -> principal.require(WRITE))
        .chain(principal -> editing.edit(principal, TokenId.parse(id), asked, version(ifMatch)))
        .map(this::answer);
  }

  private static @Nullable Long version(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return null;
    }
    Matcher version = VERSION.matcher(ifMatch.strip());
    if (!version.matches()) {
      throw ProblemException.invalid(
          ErrorCode.VALIDATION_FAILED,
          List.of(
              new Violation(
                  "header/If-Match", "is not a version", "Send the token's version, such as 3.")));
    }
    return Long.valueOf(version.group(1));
  }

  private TokenView answer(EditOutcome outcome) {
    if (outcome instanceof EditOutcome.Edited edited) {
      return TokenView.of(edited.token(), clock.instant());
    }
    if (outcome instanceof EditOutcome.Refused refused) {
      throw ProblemException.invalid(refused.code(), refused.violations());
    }
    throw ProblemException.of(ErrorCode.CONFLICT, ((EditOutcome.Conflict) outcome).why());
  }
}
