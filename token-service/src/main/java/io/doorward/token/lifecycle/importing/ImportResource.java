package io.doorward.token.lifecycle.importing;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.lifecycle.importing.ForeignKey.Line;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Taking over keys that another system made. */
@Path(ImportBody.PATH)
@Tag(name = "Imports")
public class ImportResource {
  private static final Scope ADMINISTER = new Scope("tokens:admin");
  private static final String JSON_LINES = "application/x-ndjson";
  private static final String CSV = "text/csv";
  private static final int MOST_ERRORS = 1_000;
  private static final int MOST_ROWS = 5_000;

  private final Principals principals;
  private final Importing importing;
  private final Vertx vertx;

  @Inject
  ImportResource(Principals principals, Importing importing, Vertx vertx) {
    this.principals = principals;
    this.importing = importing;
    this.vertx = vertx;
  }

  @POST
  @Consumes({JSON_LINES, CSV})
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "importKeys",
      summary = "Takes over keys that another system made, by their hashes",
      description =
          "For the session of an owner or administrator. A row has name, hash (sha256:<hex> or"
              + " bcrypt), prefix (how the key begins, 1 to 15 characters), owner (a member's"
              + " subject), scopes (in CSV separated by spaces), and if wanted allowedIps (CIDR"
              + " blocks, as scopes) and expiresAt. Each row becomes a personal token; the gateway"
              + " accepts its key if doorward.gateway.imported-keys.accepted is set. At most 5000"
              + " rows and 5 MiB; all rows are stored or none. Neither creations per hour nor tokens"
              + " per user are counted.")
  @RequestBody(
      content = {
        @Content(mediaType = JSON_LINES, schema = @Schema(type = SchemaType.STRING)),
        @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponseSchema(
      value = ImportReport.class,
      responseCode = "200",
      responseDescription = "A dry run's report")
  @APIResponse(
      responseCode = "201",
      description = "The keys are stored",
      content = @Content(schema = @Schema(implementation = ImportReport.class)))
  @APIResponse(responseCode = "400", description = "validation_failed: a row is not acceptable")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(
      responseCode = "403",
      description = "insufficient_scope: needs an administrator's session")
  @APIResponse(
      responseCode = "409",
      description = "conflict: another import has just taken one of the keys")
  @APIResponse(responseCode = "413", description = "body_too_large: more than 5 MiB")
  @APIResponse(responseCode = "415", description = "unsupported_media_type")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<RestResponse<ImportReport>> take(
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
      @Parameter(description = "true: report only, store nothing") @QueryParam("dryRun")
          @Nullable String dryRun,
      byte @Nullable [] body) {
    return principals
        .current()
        .map(ImportResource::administrator)
        .chain(importer -> take(importer, type, rehearsed(dryRun), body))
        .map(ImportResource::answer);
  }

  /** Megabytes are read away from the event loop: others' requests wait for that one. */
  private Uni<ImportReport> take(
      Principal importer, @Nullable String type, boolean rehearsed, byte @Nullable [] body) {
    return vertx
        .executeBlocking(() -> lines(type, body), false)
        .chain(lines -> importing.take(importer, lines, rehearsed));
  }

  private static Principal administrator(Principal principal) {
    // A token's own scopes, addresses and time bound what it may hand on; keys here have none.
    if (!principal.administers() || principal.token() != null) {
      throw ProblemException.insufficientScope(ADMINISTER);
    }
    return principal;
  }

  private static List<Line> lines(@Nullable String type, byte @Nullable [] body) {
    if (type == null) {
      throw ProblemException.of(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send " + JSON_LINES + " or " + CSV + ".");
    }
    byte[] file = body == null ? new byte[0] : body;
    List<Line> lines =
        type.startsWith(CSV) ? KeyFile.csv(file, MOST_ROWS) : KeyFile.jsonLines(file, MOST_ROWS);
    if (lines.isEmpty() || lines.size() > MOST_ROWS) {
      throw invalid("", "has no row or more than " + MOST_ROWS, "Send 1 to 5000 rows.");
    }
    return lines;
  }

  private static boolean rehearsed(@Nullable String dryRun) {
    if (dryRun == null || dryRun.equals("false")) {
      return false;
    }
    if (dryRun.equals("true")) {
      return true;
    }
    throw invalid("query/dryRun", "is neither true nor false", "Use true or false.");
  }

  private static RestResponse<ImportReport> answer(ImportReport report) {
    if (report.dryRun()) {
      return RestResponse.ok(report);
    }
    if (report.refused() == 0) {
      return RestResponse.status(RestResponse.Status.CREATED, report);
    }
    throw ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED,
        report.rows().stream()
            .flatMap(
                row ->
                    row.errors().stream()
                        .map(
                            e ->
                                new Violation(
                                    "/" + row.row() + e.location(), e.message(), e.fix())))
            .limit(MOST_ERRORS)
            .toList());
  }

  private static ProblemException invalid(String location, String message, String fix) {
    return ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED, List.of(new Violation(location, message, fix)));
  }
}
