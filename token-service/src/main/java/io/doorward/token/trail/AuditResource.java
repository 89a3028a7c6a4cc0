package io.doorward.token.trail;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.kit.request.RequestId;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** The organization's audit log, for its owners and administrators. */
@Path("/api/v1/audit")
@Tag(name = "Audit")
@APIResponse(responseCode = "400", description = "validation_failed or invalid_cursor")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope: needs audit:read")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class AuditResource {
  private static final Scope READ = new Scope("audit:read");

  private final Principals principals;
  private final TrailReader reader;
  private final ChainReader chain;
  private final RequestId requestId;

  @Inject
  AuditResource(Principals principals, TrailReader reader, ChainReader chain, RequestId requestId) {
    this.principals = principals;
    this.reader = reader;
    this.chain = chain;
    this.requestId = requestId;
  }

  @GET
  @Access
  @Operation(
      operationId = "listAuditEntries",
      summary = "Lists who did what to which thing, newest first",
      description = "Pages stay correct while entries are added.")
  @APIResponseSchema(
      value = AuditPage.class,
      responseCode = "200",
      responseDescription = "A page of entries")
  public Uni<AuditPage> list(
      @Parameter(description = "Not before this instant (RFC 3339)") @QueryParam("from")
          @Nullable String from,
      @Parameter(description = "Before this instant (RFC 3339)") @QueryParam("to")
          @Nullable String to,
      @Parameter(description = "Who acted: a member's subject or a service's name")
          @QueryParam("actor")
          @Nullable String actor,
      @Parameter(description = "The action, or its beginning and *, such as token.*")
          @QueryParam("action")
          @Nullable String action,
      @Parameter(description = "What it was done to: its id") @QueryParam("target")
          @Nullable String target,
      @Parameter(description = "Entries a page, 1 to 200; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
          @Nullable String cursor) {
    return auditor()
        .chain(
            principal ->
                reader.page(
                    principal,
                    Parameters.filter(from, to, actor, action, target),
                    Parameters.limit(limit),
                    cursor));
  }

  @GET
  @Path("/verify")
  @Access
  @Operation(
      operationId = "verifyAuditLog",
      summary = "Tells whether the audit log is as it was written",
      description =
          "Goes along the organization's hash chain and names the first entry that was altered,"
              + " removed or added past it. Looks at 10000 entries a call: as long as the answer"
              + " has next, give that as after to go on. The log is intact if each call says so.")
  @APIResponseSchema(
      value = Verdict.class,
      responseCode = "200",
      responseDescription = "Whether it is intact, and if not where it first is not")
  public Uni<Verdict> verify(
      @Parameter(description = "head.anchor of an earlier verification, which must still fit")
          @QueryParam("anchor")
          @Nullable String anchor,
      @Parameter(
              description =
                  "next of the call before, or head.anchor of an earlier verification: begins"
                      + " behind that entry, which must still fit; at the first entry if absent")
          @QueryParam("after")
          @Nullable String after,
      @Parameter(description = "Entries looked at, 1 to 10000; 10000 if absent")
          @QueryParam("limit")
          @Nullable String limit) {
    return auditor()
        .chain(
            principal ->
                chain.verify(
                    principal.organizationId(),
                    Parameters.anchor("after", after),
                    Parameters.anchor("anchor", anchor),
                    Parameters.links(limit)));
  }

  @GET
  @Path("/export")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Access
  @Operation(
      operationId = "exportAuditLog",
      summary = "Gives the audit log away as a file, oldest entry first",
      description =
          "Streamed. In CSV, what a spreadsheet would take for a formula has an apostrophe before"
              + " it; JSON lines hold every value as it is.")
  @APIResponse(
      responseCode = "200",
      description = "The file",
      content = {
        @Content(
            mediaType = "application/x-ndjson",
            schema = @Schema(implementation = AuditView.class)),
        @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING))
      })
  public Multi<byte[]> export(
      @Parameter(description = "csv, or jsonl if absent") @QueryParam("format")
          @Nullable String format,
      @Parameter(description = "Not before this instant (RFC 3339)") @QueryParam("from")
          @Nullable String from,
      @Parameter(description = "Before this instant (RFC 3339)") @QueryParam("to")
          @Nullable String to,
      @Parameter(description = "Who acted: a member's subject or a service's name")
          @QueryParam("actor")
          @Nullable String actor,
      @Parameter(description = "The action, or its beginning and *, such as token.*")
          @QueryParam("action")
          @Nullable String action,
      @Parameter(description = "What it was done to: its id") @QueryParam("target")
          @Nullable String target) {
    Form form = Parameters.form(format);
    Filter filter = Parameters.filter(from, to, actor, action, target);
    String id = requestId.value();
    return RestMulti.fromUniResponse(
        auditor(),
        principal -> lines(principal, filter, form),
        principal -> headers(form, id),
        principal -> 200);
  }

  private Multi<byte[]> lines(Principal principal, Filter filter, Form form) {
    return Multi.createBy()
        .concatenating()
        .streams(
            Multi.createFrom().item(form.head().getBytes(StandardCharsets.UTF_8)),
            reader.all(principal, filter).map(form::lines));
  }

  /** A streamed answer passes no response filter, so it takes with it what they would add. */
  private static Map<String, List<String>> headers(Form form, String requestId) {
    return Map.of(
        Headers.REQUEST_ID,
        List.of(requestId),
        HttpHeaders.CACHE_CONTROL,
        List.of("no-store"),
        "X-Content-Type-Options",
        List.of("nosniff"),
        HttpHeaders.CONTENT_TYPE,
        List.of(form.mediaType()),
        HttpHeaders.CONTENT_DISPOSITION,
        List.of(form.disposition()));
  }

  private Uni<Principal> auditor() {
    return principals.current().map(principal -> principal.require(READ));
  }
}
