package io.doorward.token.directory.organization;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The caller's organization.
 *
 * @param slug as the OpenID provider calls it
 * @param plan the plan's id
 * @param tokensFollow only in the answer to a change, and only if there are more tokens than change
 *     with it: it holds for them as they follow, within seconds to minutes
 */
@Schema(name = "Organization")
public record OrganizationView(
    UUID id,
    String slug,
    String name,
    String plan,
    Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean tokensFollow) {

  static OrganizationView of(Row row) {
    return new OrganizationView(
        row.getUUID("id"),
        row.getString("slug"),
        row.getString("name"),
        row.getString("plan_id"),
        row.getOffsetDateTime("created_at").toInstant(),
        null);
  }

  OrganizationView following(boolean follow) {
    return new OrganizationView(id, slug, name, plan, createdAt, follow ? true : null);
  }
}
