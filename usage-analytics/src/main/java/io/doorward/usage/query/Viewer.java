package io.doorward.usage.query;

import io.doorward.contract.scope.Role;
import io.doorward.kit.identity.Caller;
import io.doorward.kit.problem.ProblemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may look at.
 *
 * @param organization the organization's slug
 * @param organizationId its id where the credential carries it; a session does not
 * @param ownOnly the owner whose tokens are all there is to see; {@code null} for the
 *     organization's
 */
record Viewer(String organization, @Nullable UUID organizationId, @Nullable String ownOnly) {

  static Viewer of(Caller caller) {
    if (caller instanceof Caller.Session session) {
      return new Viewer(session.organization(), null, ownOnly(session.role(), session.subject()));
    }
    if (caller instanceof Caller.Token token) {
      return new Viewer(
          token.organization(), token.organizationId(), ownOnly(token.role(), token.ownerId()));
    }
    throw ProblemException.notFound();
  }

  private static @Nullable String ownOnly(Role role, String subject) {
    return role.administers() ? null : subject;
  }
}
