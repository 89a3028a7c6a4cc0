package io.doorward.token.lifecycle.killswitch;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.directory.form.Form;
import io.doorward.token.directory.page.Paging;
import io.doorward.token.directory.page.Slice;
import io.doorward.token.lifecycle.standing.Acknowledgement;
import io.doorward.token.lifecycle.standing.Reason;
import io.doorward.token.propagation.Changes;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Kill switches. */
@Path("/api/v1/kill-switches")
@Tag(name = "Kill switches")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class KillSwitchResource {
  private static final Scope READ = new Scope("kill-switches:read");
  static final Scope WRITE = new Scope("kill-switches:write");

  private final Principals principals;
  private final KillSwitches switches;
  private final KillSwitchReader reader;
  private final Paging paging;
  private final Acknowledgement acknowledgement;

  @Inject
  KillSwitchResource(
      Principals principals,
      KillSwitches switches,
      KillSwitchReader reader,
      Paging paging,
      Acknowledgement acknowledgement) {
    this.principals = principals;
    this.switches = switches;
    this.reader = reader;
    this.paging = paging;
    this.acknowledgement = acknowledgement;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "throwKillSwitch",
      summary = "Stops all tokens of the organization, of a type or of an owner",
      description =
          "For owners and administrators. Every such token made until now is refused like one that"
              + " is not valid, on all gateways, until the switch is released; no token is changed."
              + " Tokens made later work. A switch of the same kind that stands already and"
              + " suffices is the answer (200). With dryRun nothing is stopped, and the answer is"
              + " what would be (200). "
              + Acknowledgement.DESCRIPTION)
  @APIResponseSchema(
      value = KillSwitchView.class,
      responseCode = "201",
      responseDescription = "The kill switch")
  @APIResponse(
      responseCode = "200",
      description = "A dry run's answer, or the switch that stands already",
      content = @Content(schema = @Schema(anyOf = {BlastRadius.class, KillSwitchView.class})))
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "409", description = "conflict: too many stand")
  public Uni<RestResponse<Object>> stop(
      @Parameter(description = Acknowledgement.WAIT) @QueryParam("wait") @Nullable String wait,
      @Parameter(description = Acknowledgement.TIMEOUT) @QueryParam("timeout")
          @Nullable String timeout,
      @Nullable ThrowKillSwitch body) {
    ThrowKillSwitch asked = Form.body(body);
    Target target = Target.of(asked);
    String reason = Reason.required(asked.reason());
    Optional<Duration> patience = acknowledgement.asked(wait, timeout);
    Uni<Principal> principal = as(WRITE);
    return Boolean.TRUE.equals(asked.dryRun())
        ? principal.chain(p -> switches.rehearse(p, target)).map(RestResponse::ok)
        : principal
            .chain(p -> switches.stop(p, target, reason))
            .chain(done -> known(done, patience).map(view -> answer(done, view)));
  }

  /** The one event has the newest epoch or an earlier one: what is known so far covers it. */
  private Uni<KillSwitchView> known(KillSwitches.Done done, Optional<Duration> patience) {
    return acknowledgement
        .of(new Changes.SoFar(), patience)
        .map(known -> done.view().with(known.orElse(null)));
  }

  private static RestResponse<Object> answer(KillSwitches.Done done, KillSwitchView view) {
    return done.event() == null
        ? RestResponse.ok(view)
        : RestResponse.ResponseBuilder.created(URI.create("/api/v1/kill-switches/" + view.id()))
            .entity((Object) view)
            .build();
  }

  @GET
  @Access
  @Operation(
      operationId = "listKillSwitches",
      summary = "Lists the organization's kill switches, the newest first")
  @APIResponseSchema(
      value = KillSwitchList.class,
      responseCode = "200",
      responseDescription = "A page of kill switches")
  @APIResponse(responseCode = "400", description = "validation_failed or invalid_cursor")
  public Uni<KillSwitchList> list(
      @Parameter(description = "true: only those that stop tokens now") @QueryParam("active")
          @Nullable String active,
      @Parameter(description = "Items a page, 1 to 100; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
          @Nullable String cursor) {
    boolean standing = flag(active);
    return as(READ)
        .chain(
            p -> {
              Slice slice =
                  paging.slice(p.organizationId(), "kill-switches/" + standing, limit, cursor);
              return reader.page(slice, standing).map(found -> list(slice, found));
            });
  }

  private KillSwitchList list(Slice slice, List<KillSwitchView> found) {
    return new KillSwitchList(
        paging.shown(slice, found), paging.next(slice, found, s -> s.id().toString()));
  }

  @GET
  @Path("/{id}")
  @Access
  @Operation(operationId = "getKillSwitch", summary = "Shows one kill switch")
  @APIResponseSchema(
      value = KillSwitchView.class,
      responseCode = "200",
      responseDescription = "The kill switch")
  @APIResponse(responseCode = "404", description = "Unknown, or another organization's")
  public Uni<KillSwitchView> get(@PathParam("id") String id) {
    return as(READ).chain(p -> reader.one(p, Form.id(id)));
  }

  @POST
  @Path("/{id}/release")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "releaseKillSwitch",
      summary = "Lets the tokens work again",
      description =
          "As each of them is by now: what was revoked, suspended or has expired meanwhile stays"
              + " so. What an owner stopped only an owner releases, and an API token only with"
              + " org:admin. Doing it again changes nothing. "
              + Acknowledgement.DESCRIPTION)
  @APIResponseSchema(
      value = KillSwitchView.class,
      responseCode = "200",
      responseDescription = "The kill switch, released")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "404", description = "Unknown, or another organization's")
  public Uni<KillSwitchView> release(
      @PathParam("id") String id,
      @Parameter(description = Acknowledgement.WAIT) @QueryParam("wait") @Nullable String wait,
      @Parameter(description = Acknowledgement.TIMEOUT) @QueryParam("timeout")
          @Nullable String timeout,
      @Nullable ReleaseKillSwitch body) {
    String reason = Reason.required(Form.body(body).reason());
    Optional<Duration> patience = acknowledgement.asked(wait, timeout);
    return as(WRITE)
        .chain(p -> switches.release(p, Form.id(id), reason))
        .chain(done -> known(done, patience));
  }

  private static boolean flag(@Nullable String written) {
    if (written == null || written.equals("false")) {
      return false;
    }
    if (written.equals("true")) {
      return true;
    }
    throw ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED,
        List.of(new Violation("query/active", "is neither true nor false", "Use true or false.")));
  }

  private Uni<Principal> as(Scope scope) {
    return principals.current().map(principal -> principal.require(scope));
  }
}
