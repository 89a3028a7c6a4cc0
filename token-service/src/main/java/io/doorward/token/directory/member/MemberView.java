package io.doorward.token.directory.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.doorward.contract.scope.Role;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A member.
 *
 * @param subject as the OpenID provider calls them
 * @param tokensFollow only in the answer to a change, and only if there are more tokens than change
 *     with it: it holds for them as they follow, within seconds to minutes
 */
@Schema(name = "Member")
public record MemberView(
    String subject,
    @Nullable String email,
    @Nullable String name,
    Role role,
    Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean tokensFollow) {

  static MemberView of(Row row) {
    return new MemberView(
        row.getString("subject"),
        row.getString("email"),
        row.getString("display_name"),
        Role.of(row.getString("role")),
        row.getOffsetDateTime("created_at").toInstant(),
        null);
  }

  MemberView withRole(Role next) {
    return new MemberView(subject, email, name, next, createdAt, null);
  }

  MemberView following(boolean follow) {
    return new MemberView(subject, email, name, role, createdAt, follow ? true : null);
  }
}
