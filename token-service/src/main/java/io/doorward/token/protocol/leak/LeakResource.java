package io.doorward.token.protocol.leak;

import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.token.LookupKey;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.kit.request.ForeignProtocol;
import io.doorward.kit.request.RequestId;
import io.doorward.token.guess.GuessBudget;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Reports of leaked tokens. No answer tells whether a token was known. */
@Path("/api/v1/leaks")
@Tag(name = "Leaks")
@APIResponse(responseCode = "202", description = "Taken; known tokens will be ended")
@APIResponse(responseCode = "413", description = "body_too_large")
@APIResponse(responseCode = "415", description = "unsupported_media_type: send JSON")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class LeakResource {
  private final Intake intake;
  private final PartnerSignatures signatures;
  private final GuessBudget guesses;
  private final RequestId requestId;

  @Inject
  LeakResource(
      Intake intake, PartnerSignatures signatures, GuessBudget guesses, RequestId requestId) {
    this.intake = intake;
    this.signatures = signatures;
    this.guesses = guesses;
    this.requestId = requestId;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(anonymous = true)
  @SecurityRequirements
  @Operation(
      operationId = "reportLeakedToken",
      summary = "Reports a token that leaked",
      description =
          "For whoever holds it. A token that is known is revoked, or suspended or only"
              + " told of if its organization wants that; its owner sees it in the audit log and by the token's event.")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "429", description = "rate_limited: too many reports")
  public Uni<RestResponse<Void>> holder(@Nullable LeakedToken leaked) {
    String source = guesses.source("leak");
    guesses.require(source);
    guesses.spend(source);
    if (leaked == null || leaked.getToken() == null) {
      throw ProblemException.invalid(
          ErrorCode.VALIDATION_FAILED,
          List.of(new Violation("/token", "is missing", "Send the token that leaked.")));
    }
    return intake
        .take(
            intake.report(
                Report.Reporter.HOLDER, leaked.getToken(), leaked.getUrl(), requestId.value()))
        .replaceWith(RestResponse::accepted);
  }

  @POST
  @Path("/github")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(anonymous = true)
  @ForeignProtocol
  @SecurityRequirements
  @Operation(
      operationId = "reportLeakedTokensAsPartner",
      summary = "Takes finds of GitHub's secret scanning",
      description =
          "The body is signed: ECDSA on P-256 with SHA-256 over its bytes, DER in base64. The same"
              + " delivery is taken once.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.ARRAY, implementation = LeakedToken.class)))
  @APIResponse(responseCode = "400", description = "malformed_json")
  @APIResponse(
      responseCode = "401",
      description = "credentials_required: not signed; invalid_token: not by a known key")
  @APIResponse(responseCode = "409", description = "conflict: taken before")
  public Uni<RestResponse<Void>> github(
      @Parameter(description = "Which key signed") @HeaderParam("Github-Public-Key-Identifier")
          @Nullable String keyId,
      @Parameter(description = "The signature") @HeaderParam("Github-Public-Key-Signature")
          @Nullable String signature,
      byte @Nullable [] body) {
    if (keyId == null || signature == null || body == null) {
      throw ProblemException.of(
          ErrorCode.CREDENTIALS_REQUIRED, "Sign the body and name the key in the headers.");
    }
    String id = requestId.value();
    return signatures
        .genuine(keyId, signature, body)
        .invoke(LeakResource::requireGenuine)
        .map(genuine -> reports(body, id))
        .chain(reports -> intake.take(body, reports))
        .invoke(LeakResource::requireFirst)
        .replaceWith(RestResponse::accepted);
  }

  /** A token that is named more than once in a delivery is one report. */
  private List<Report> reports(byte[] body, String id) {
    Set<List<LookupKey>> seen = new HashSet<>();
    try {
      return Arrays.stream(ContractJson.read(body, LeakedToken[].class))
          .filter(Objects::nonNull)
          .flatMap(
              alert ->
                  intake
                      .report(Report.Reporter.GITHUB, alert.getToken(), alert.getUrl(), id)
                      .stream())
          .filter(report -> seen.add(report.lookups()))
          .toList();
    } catch (UnreadableRecord e) {
      throw ProblemException.of(
          ErrorCode.MALFORMED_JSON, "Send a JSON array of objects with token, type and url.");
    }
  }

  private static void requireGenuine(boolean genuine) {
    if (!genuine) {
      throw ProblemException.of(
          ErrorCode.INVALID_TOKEN, "The signature is not by a key that is known here.");
    }
  }

  private static void requireFirst(boolean first) {
    if (!first) {
      throw ProblemException.of(ErrorCode.CONFLICT, "This delivery has been taken before.");
    }
  }
}
