package io.doorward.usage.query;

import io.doorward.kit.identity.Access;
import io.doorward.kit.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Usage of a token and of an organization. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
public class UsageResource {
  private final UsageQueries queries;
  private final CurrentCaller caller;
  private final Clock clock;

  UsageResource(UsageQueries queries, CurrentCaller caller, Clock clock) {
    this.queries = queries;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Path("/tokens/{id}/usage")
  @Access(scope = "usage:read")
  @Operation(
      operationId = "getTokenUsage",
      summary = "How a token was used in a period",
      description = "The period is at most 366 days long; by default it is the last day.")
  public Uni<UsageView.OfToken> ofToken(
      @PathParam("id") UUID id,
      @QueryParam("from") List<String> from,
      @QueryParam("to") List<String> to) {
    Period period = PeriodParameters.read(from, to, clock.instant());
    return queries.ofToken(Viewer.of(caller.get()), id, period);
  }

  @GET
  @Path("/usage/summary")
  @Access(scope = "usage:read")
  @Operation(
      operationId = "getUsageSummary",
      summary = "How the gateways were used",
      description = "By the whole organization; for a member, by their own tokens.")
  public Uni<UsageView.Summary> summary(
      @QueryParam("from") List<String> from, @QueryParam("to") List<String> to) {
    Period period = PeriodParameters.read(from, to, clock.instant());
    return queries.summary(Viewer.of(caller.get()), period);
  }
}
