package io.doorward.token.directory.agent;

import io.doorward.contract.json.ContractJson;
import io.doorward.contract.snapshot.AgentSnapshot;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.database.Database;
import io.doorward.token.directory.form.Form;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who sees an agent, for the gateway. */
@Path("/internal/agents")
@Tag(name = "Internal")
public class AgentFactsResource {
  private final Database database;
  private final AgentStore agents;

  @Inject
  AgentFactsResource(Database database, AgentStore agents) {
    this.database = database;
    this.agents = agents;
  }

  @GET
  @Path("/{id}")
  @Produces(MediaType.APPLICATION_JSON)
  @Access(gatewayOnly = true)
  @Operation(
      operationId = "resolveAgent",
      summary = "Tells the gateway whose an agent is and who sees it")
  @APIResponse(
      responseCode = "200",
      description = "The agent",
      content = @Content(schema = @Schema(implementation = AgentSnapshot.class)))
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "404", description = "There is no such agent")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<byte[]> resolve(@PathParam("id") String id) {
    UUID agent = Form.id(id);
    return database
        .connection(sql -> agents.facts(sql, agent))
        .map(found -> found.orElseThrow(ProblemException::notFound))
        .map(ContractJson::write);
  }
}
