package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.directory.form.Form;
import io.doorward.token.directory.page.Paging;
import io.doorward.token.directory.page.Slice;
import io.doorward.token.lifecycle.replay.ReplayKey;
import io.doorward.token.lifecycle.rotate.RotationConfig;
import io.doorward.token.lifecycle.standing.Acknowledgement;
import io.doorward.token.propagation.Propagated;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Changing many tokens. */
@Path("/api/v1/token-jobs")
@Tag(name = "Token jobs")
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class JobResource {
  private static final Scope READ = new Scope("tokens:read");

  private final Principals principals;
  private final Jobs jobs;
  private final Paging paging;
  private final RotationConfig rotation;
  private final JobAcknowledgement acknowledgement;

  @Inject
  JobResource(
      Principals principals,
      Jobs jobs,
      Paging paging,
      RotationConfig rotation,
      JobAcknowledgement acknowledgement) {
    this.principals = principals;
    this.jobs = jobs;
    this.paging = paging;
    this.rotation = rotation;
    this.acknowledgement = acknowledgement;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "createTokenJob",
      summary =
          "Revokes, rotates, suspends, reactivates or edits many tokens; or shows what would be done",
      description =
          "The set is fixed when the job is accepted; it then works on in batches, each whole or not"
              + " at all. Every token is judged as the single operation would, by who the caller is"
              + " at that time; what it would refuse is skipped with the reason. A dry run changes"
              + " nothing, and its digest makes a later run the same or 409. With wait=ack the answer waits"
              + " until the job is finished and every gateway has applied the last of it, and has"
              + " the member propagation; if the time is over before, complete is false and the job"
              + " goes on.")
  @APIResponseSchema(
      value = JobView.class,
      responseCode = "201",
      responseDescription =
          "The job is accepted; or the dry run is done, and its items tell what would be")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:write")
  @APIResponse(
      responseCode = "409",
      description =
          "conflict: not what the dry run showed, too many jobs at once, another one is being"
              + " accepted, or the key stands for another request")
  @APIResponse(responseCode = "413", description = "body_too_large")
  @APIResponse(responseCode = "415", description = "unsupported_media_type")
  @APIResponse(
      responseCode = "503",
      description = "The database cannot be reached, or other jobs are being accepted")
  public Uni<RestResponse<JobView>> create(
      @Parameter(description = "1 to 255 visible ASCII characters, a new one for each job")
          @HeaderParam("Idempotency-Key")
          @Nullable String key,
      @Parameter(description = Acknowledgement.WAIT) @QueryParam("wait") @Nullable String wait,
      @Parameter(description = Acknowledgement.TIMEOUT) @QueryParam("timeout")
          @Nullable String timeout,
      @Nullable CreateTokenJob body) {
    return as(Job.WRITE)
        .chain(
            principal -> {
              CreateTokenJob asked = Form.body(body);
              Optional<Duration> patience =
                  acknowledgement.asked(wait, timeout, Boolean.TRUE.equals(asked.dryRun()));
              Jobs.Wanted wanted =
                  new Jobs.Wanted(
                      JobOrder.of(asked, rotation.overlap(), jobs.now()),
                      Selecting.chosen(asked.selection()),
                      Boolean.TRUE.equals(asked.dryRun()),
                      asked.digest());
              Optional<ReplayKey> replay = ReplayKey.of(key, principal, asked.canonical());
              return jobs.accept(principal, wanted, replay)
                  .chain(job -> acknowledgement.accepted(principal, job, patience));
            })
        .map(JobResource::accepted);
  }

  private static RestResponse<JobView> accepted(JobView job) {
    return RestResponse.ResponseBuilder.<JobView>created(
            URI.create("/api/v1/token-jobs/" + job.id()))
        .entity(job)
        .build();
  }

  @GET
  @Access
  @Operation(
      operationId = "listTokenJobs",
      summary = "Lists jobs and dry runs with their progress, newest first",
      description = "Members see their own, owners and administrators the organization's.")
  @APIResponseSchema(
      value = JobList.class,
      responseCode = "200",
      responseDescription = "A page of jobs")
  @APIResponse(responseCode = "400", description = "validation_failed or invalid_cursor")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:read")
  public Uni<JobList> list(
      @Parameter(description = "Jobs a page, 1 to 100; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
          @Nullable String cursor) {
    return as(READ)
        .chain(
            principal -> {
              Slice slice = paging.slice(principal.organizationId(), "token-jobs", limit, cursor);
              return jobs.page(principal, slice).map(found -> list(slice, found));
            });
  }

  private JobList list(Slice slice, List<Job> found) {
    return new JobList(
        paging.shown(slice, found).stream().map(JobView::of).toList(),
        paging.next(slice, found, job -> Long.toString(job.seq())));
  }

  @GET
  @Path("/{id}")
  @Access
  @Operation(operationId = "getTokenJob", summary = "Shows a job and how far it is")
  @APIResponseSchema(value = JobView.class, responseCode = "200", responseDescription = "The job")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:read")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  public Uni<JobView> get(@PathParam("id") String id) {
    return as(READ).chain(principal -> jobs.one(principal, Form.id(id))).map(JobView::of);
  }

  @POST
  @Path("/{id}/cancel")
  @Access
  @Operation(
      operationId = "cancelTokenJob",
      summary = "Ends a job; what it has changed stays changed",
      description = "The progress in the answer is final. Doing it again answers the same.")
  @APIResponseSchema(
      value = JobView.class,
      responseCode = "200",
      responseDescription = "The cancelled job")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:write")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  @APIResponse(responseCode = "409", description = "conflict: the job has ended already")
  public Uni<JobView> cancel(@PathParam("id") String id) {
    return as(Job.WRITE).chain(principal -> jobs.cancel(principal, Form.id(id))).map(JobView::of);
  }

  @GET
  @Path("/{id}/propagation")
  @Access
  @Operation(
      operationId = "getTokenJobPropagation",
      summary = "Tells which gateways have applied what a job has changed",
      description =
          "complete: the job is finished, and every gateway has applied the last of what it"
              + " changed. As long as it goes on complete is false, and epoch is absent. With"
              + " wait=ack the answer waits for the end of the job and for the gateways.")
  @APIResponseSchema(
      value = Propagated.class,
      responseCode = "200",
      responseDescription = "How far the changes have come")
  @APIResponse(responseCode = "400", description = "validation_failed")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:read")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  public Uni<Propagated> propagation(
      @PathParam("id") String id,
      @Parameter(description = Acknowledgement.WAIT) @QueryParam("wait") @Nullable String wait,
      @Parameter(description = Acknowledgement.TIMEOUT) @QueryParam("timeout")
          @Nullable String timeout) {
    Duration patience = acknowledgement.asked(wait, timeout, false).orElse(Duration.ZERO);
    return as(READ)
        .chain(
            principal ->
                jobs.one(principal, Form.id(id))
                    .chain(job -> acknowledgement.known(principal, job.id(), patience)));
  }

  private Uni<Principal> as(Scope scope) {
    return principals.current().map(principal -> principal.require(scope));
  }
}
