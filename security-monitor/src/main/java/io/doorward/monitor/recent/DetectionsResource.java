package io.doorward.monitor.recent;

import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.identity.Access;
import io.doorward.kit.identity.Caller;
import io.doorward.kit.identity.CurrentCaller;
import io.doorward.kit.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was detected lately. */
@Path("/api/v1/security/detections")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Security")
public class DetectionsResource {
  private static final int LIMIT = 50;
  private static final int MOST = 200;

  private final Detections detections;
  private final CurrentCaller caller;

  DetectionsResource(Detections detections, CurrentCaller caller) {
    this.detections = detections;
    this.caller = caller;
  }

  /** The answer. */
  record Page(List<Item> items) {}

  /** One detection. */
  record Item(
      UUID id,
      Instant at,
      String detection,
      UUID tokenId,
      double score,
      SecurityEvent.Response response,
      String summary,
      SortedMap<String, String> evidence) {
    static Item of(SecurityEvent event) {
      return new Item(
          event.id(),
          event.at(),
          event.detection(),
          event.tokenId(),
          event.score(),
          event.response(),
          event.summary(),
          event.evidence());
    }
  }

  @GET
  @Access(scope = "security:read")
  @Operation(
      operationId = "listDetections",
      summary = "The organization's newest detections",
      description = "Newest first; at most as many as limit says.")
  public Page newest(@QueryParam("limit") List<String> limit) {
    int most = limit(limit);
    return new Page(
        detections.newest(organizations(caller.get()), most).stream().map(Item::of).toList());
  }

  private Set<UUID> organizations(Caller who) {
    if (who instanceof Caller.Token token) {
      return Set.of(token.organizationId());
    }
    if (who instanceof Caller.Session session) {
      return detections.organizations(session.organization());
    }
    throw ProblemException.notFound();
  }

  private static int limit(List<String> sent) {
    if (sent.isEmpty()) {
      return LIMIT;
    }
    String only = sent.size() == 1 ? sent.get(0) : "";
    if (only.matches("[0-9]{1,3}")) {
      int value = Integer.parseInt(only);
      if (value >= 1 && value <= MOST) {
        return value;
      }
    }
    throw ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED,
        List.of(
            new Violation("query/limit", "is not a number from 1 to " + MOST, "Give it once.")));
  }
}
