package io.doorward.token.directory.serviceaccount;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.doorward.contract.scope.Role;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An owner of tokens that is no person.
 *
 * @param role the most its tokens can do
 * @param enabled whether its tokens work
 * @param tokensFollow only in the answer to a change, and only if there are more tokens than change
 *     with it: it holds for them as they follow, within seconds to minutes
 */
@Schema(name = "ServiceAccount")
public record ServiceAccountView(
    UUID id,
    String name,
    String description,
    Role role,
    boolean enabled,
    String createdBy,
    Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean tokensFollow) {

  static ServiceAccountView of(Row row) {
    return new ServiceAccountView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("description"),
        Role.of(row.getString("role")),
        row.getOffsetDateTime("disabled_at") == null,
        row.getString("created_by"),
        row.getOffsetDateTime("created_at").toInstant(),
        null);
  }

  ServiceAccountView following(boolean follow) {
    return new ServiceAccountView(
        id, name, description, role, enabled, createdBy, createdAt, follow ? true : null);
  }
}
