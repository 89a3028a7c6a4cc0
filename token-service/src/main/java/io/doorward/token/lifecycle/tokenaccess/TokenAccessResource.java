package io.doorward.token.lifecycle.tokenaccess;

import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.token.directory.Principals;
import io.doorward.token.directory.form.Form;
import io.doorward.token.lifecycle.standing.Acknowledgement;
import io.doorward.token.lifecycle.standing.Reason;
import io.doorward.token.propagation.Changes;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Whether API tokens work in the caller's organization. */
@Path("/api/v1/organization/tokens")
@Tag(name = "Directory")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class TokenAccessResource {
  private static final Scope READ = new Scope("org:read");
  static final Scope WRITE = new Scope("org:write");

  private final Principals principals;
  private final TokenAccess access;
  private final Acknowledgement acknowledgement;

  @Inject
  TokenAccessResource(Principals principals, TokenAccess access, Acknowledgement acknowledgement) {
    this.principals = principals;
    this.access = access;
    this.acknowledgement = acknowledgement;
  }

  @GET
  @Access
  @Operation(operationId = "getTokenAccess", summary = "Tells whether API tokens are turned on")
  @APIResponseSchema(
      value = TokenAccessView.class,
      responseCode = "200",
      responseDescription = "Whether they are")
  public Uni<TokenAccessView> get() {
    return principals.current().map(principal -> principal.require(READ)).chain(access::read);
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "changeTokenAccess",
      summary = "Turns API tokens off or on for the organization",
      description =
          "For owners and administrators (org:write); what an owner turned off, no administrator"
              + " turns on. While off, tokens are refused and none can be made; sessions work as"
              + " ever. No token is changed: turned on, all work that would otherwise work."
              + " Doing it again changes nothing. "
              + Acknowledgement.DESCRIPTION)
  @APIResponseSchema(
      value = TokenAccessView.class,
      responseCode = "200",
      responseDescription = "Whether they are now")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  public Uni<TokenAccessView> change(
      @Parameter(description = Acknowledgement.WAIT) @QueryParam("wait") @Nullable String wait,
      @Parameter(description = Acknowledgement.TIMEOUT) @QueryParam("timeout")
          @Nullable String timeout,
      @Nullable ChangeTokenAccess body) {
    ChangeTokenAccess asked = Form.body(body);
    Form form = new Form();
    Boolean enabled = form.required("/enabled", asked.enabled());
    form.done();
    String reason = Reason.required(asked.reason());
    Optional<Duration> patience = acknowledgement.asked(wait, timeout);
    return principals
        .current()
        .map(principal -> principal.require(WRITE))
        .chain(principal -> access.set(principal, Boolean.TRUE.equals(enabled), reason))
        .chain(
            decided ->
                acknowledgement
                    .of(new Changes.SoFar(), patience)
                    .map(known -> decided.view().with(known.orElse(null))));
  }
}
