package io.doorward.token.lifecycle.importing;

import io.doorward.contract.json.ContractJson;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.kit.request.RequestId;
import io.doorward.token.secret.Recognizer;
import io.doorward.token.store.StoredToken;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Keys of another system that the gateway does not find by their hash. */
@Path("/internal/imported-keys")
@Tag(name = "Internal")
public class FirstUseResource {
  private final FirstUse firstUse;
  private final Recognizer recognizer;
  private final RequestId requestId;

  @Inject
  FirstUseResource(FirstUse firstUse, Recognizer recognizer, RequestId requestId) {
    this.firstUse = firstUse;
    this.recognizer = recognizer;
    this.requestId = requestId;
  }

  @POST
  @Consumes(MediaType.TEXT_PLAIN)
  @Produces(MediaType.APPLICATION_JSON)
  @Access(gatewayOnly = true)
  @Operation(
      operationId = "recognizeImportedKey",
      summary = "Gives the gateway the snapshot of the token whose key is presented",
      description =
          "Compares the key with the bcrypt hashes of imported keys that begin like it. If one fits,"
              + " the token is found by the keyed hash of its key from then on.")
  @APIResponse(
      responseCode = "200",
      description = "The snapshot",
      content = @Content(schema = @Schema(implementation = TokenSnapshot.class)))
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "404", description = "It is no imported key")
  @APIResponse(
      responseCode = "503",
      description =
          "The database cannot be reached, or too many keys are compared, for now or with this one")
  public Uni<byte[]> recognize(@Nullable String presented) {
    return recognizer
        .foreign(presented == null ? "" : presented)
        .map(key -> firstUse.recognize(key, requestId.value()))
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
        .map(found -> found.map(StoredToken::snapshot).orElseThrow(ProblemException::notFound))
        .map(ContractJson::write);
  }
}
