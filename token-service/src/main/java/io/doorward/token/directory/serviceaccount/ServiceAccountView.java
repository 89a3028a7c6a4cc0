package io.doorward.token.directory.serviceaccount;

import io.doorward.contract.scope.Role;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An owner of tokens that is no person.
 *
 * @param role the most its tokens can do
 * @param enabled whether its tokens work
 */
@Schema(name = "ServiceAccount")
public record ServiceAccountView(
    UUID id,
    String name,
    String description,
    Role role,
    boolean enabled,
    String createdBy,
    Instant createdAt) {

  static ServiceAccountView of(Row row) {
    return new ServiceAccountView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("description"),
        Role.of(row.getString("role")),
        row.getOffsetDateTime("disabled_at") == null,
        row.getString("created_by"),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
