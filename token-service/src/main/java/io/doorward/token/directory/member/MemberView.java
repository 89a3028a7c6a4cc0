package io.doorward.token.directory.member;

import io.doorward.contract.scope.Role;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A member.
 *
 * @param subject as the OpenID provider calls them
 */
@Schema(name = "Member")
public record MemberView(
    String subject, @Nullable String email, @Nullable String name, Role role, Instant createdAt) {

  static MemberView of(Row row) {
    return new MemberView(
        row.getString("subject"),
        row.getString("email"),
        row.getString("display_name"),
        Role.of(row.getString("role")),
        row.getOffsetDateTime("created_at").toInstant());
  }

  MemberView withRole(Role next) {
    return new MemberView(subject, email, name, next, createdAt);
  }
}
