package io.doorward.token.directory.agent;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An agent.
 *
 * @param organizationId whose it is; a public one may be another organization's
 */
@Schema(name = "Agent")
public record AgentView(
    UUID id,
    UUID organizationId,
    String name,
    String description,
    Visibility visibility,
    String createdBy,
    Instant createdAt) {

  static AgentView of(Row row) {
    return new AgentView(
        row.getUUID("id"),
        row.getUUID("organization_id"),
        row.getString("name"),
        row.getString("description"),
        Visibility.of(row.getString("visibility")),
        row.getString("created_by"),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
