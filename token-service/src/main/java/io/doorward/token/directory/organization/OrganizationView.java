package io.doorward.token.directory.organization;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The caller's organization.
 *
 * @param slug as the OpenID provider calls it
 * @param plan the plan's id
 */
@Schema(name = "Organization")
public record OrganizationView(UUID id, String slug, String name, String plan, Instant createdAt) {

  static OrganizationView of(Row row) {
    return new OrganizationView(
        row.getUUID("id"),
        row.getString("slug"),
        row.getString("name"),
        row.getString("plan_id"),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
