package io.doorward.token.protocol.resolve;

import io.doorward.contract.json.ContractJson;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.database.Database;
import io.doorward.token.snapshot.SnapshotCache;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Snapshots by lookup key, for the gateway. */
@Path("/internal/snapshots")
@Tag(name = "Internal")
public class SnapshotResource {
  private static final Logger LOG = Logger.getLogger(SnapshotResource.class);

  private final Database database;
  private final TokenStore tokens;
  private final SnapshotCache cache;

  @Inject
  SnapshotResource(Database database, TokenStore tokens, SnapshotCache cache) {
    this.database = database;
    this.tokens = tokens;
    this.cache = cache;
  }

  @GET
  @Path("/{lookup}")
  @Produces(MediaType.APPLICATION_JSON)
  @Access(gatewayOnly = true)
  @Operation(
      operationId = "resolveSnapshot",
      summary = "Gives the gateway a token's snapshot",
      description = "Also puts it into Redis, unless a newer one is there.")
  @APIResponse(
      responseCode = "200",
      description = "The snapshot",
      content = @Content(schema = @Schema(implementation = TokenSnapshot.class)))
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "404", description = "There is no such token")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<byte[]> resolve(@PathParam("lookup") String lookup) {
    LookupKey key = key(lookup);
    return database
        .connection(sql -> tokens.find(sql, key))
        .map(found -> found.map(StoredToken::snapshot).orElseThrow(ProblemException::notFound))
        .invoke(this::offer)
        .map(ContractJson::write);
  }

  /** The answer does not wait for Redis and does not depend on it. */
  private void offer(TokenSnapshot snapshot) {
    cache
        .put(snapshot)
        .subscribe()
        .with(done -> {}, e -> LOG.debugf("snapshot not put into Redis: %s", e.getMessage()));
  }

  private static LookupKey key(String lookup) {
    try {
      return new LookupKey(lookup);
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound();
    }
  }
}
