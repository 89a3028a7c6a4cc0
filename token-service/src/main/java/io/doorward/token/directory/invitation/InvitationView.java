package io.doorward.token.directory.invitation;

import io.doorward.contract.scope.Role;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An invitation nobody has accepted yet. */
@Schema(name = "Invitation")
public record InvitationView(
    UUID id, String email, Role role, String invitedBy, Instant createdAt, Instant expiresAt) {

  static InvitationView of(Row row) {
    return new InvitationView(
        row.getUUID("id"),
        row.getString("email"),
        Role.of(row.getString("role")),
        row.getString("invited_by"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant());
  }
}
