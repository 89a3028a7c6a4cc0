package io.doorward.token.protocol.resolve;

import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.json.ContractJson;
import io.doorward.kit.identity.Access;
import io.doorward.token.barrier.BarrierStore;
import io.doorward.token.database.Database;
import io.doorward.token.snapshot.BarrierCache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** All barriers, for the gateway: it says yes to nothing before it has them. */
@Path("/internal/barriers")
@Tag(name = "Internal")
public class BarrierResource {
  private static final Logger LOG = Logger.getLogger(BarrierResource.class);

  private final Database database;
  private final BarrierStore barriers;
  private final BarrierCache cache;

  @Inject
  BarrierResource(Database database, BarrierStore barriers, BarrierCache cache) {
    this.database = database;
    this.barriers = barriers;
    this.cache = cache;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Access(gatewayOnly = true)
  @Operation(
      operationId = "resolveBarriers",
      summary = "Gives the gateway all barriers that stand",
      description = "Also puts them into Redis, unless newer ones are there.")
  @APIResponse(
      responseCode = "200",
      description = "The barriers",
      content = @Content(schema = @Schema(implementation = BarrierSet.class)))
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<byte[]> resolve() {
    return database.connection(barriers::standing).invoke(this::offer).map(ContractJson::write);
  }

  /** The answer does not wait for Redis and does not depend on it. */
  private void offer(BarrierSet all) {
    cache
        .put(all)
        .subscribe()
        .with(done -> {}, e -> LOG.debugf("barriers not put into Redis: %s", e.getMessage()));
  }
}
