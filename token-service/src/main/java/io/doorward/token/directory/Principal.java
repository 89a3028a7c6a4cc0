package io.doorward.token.directory;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.Actor;
import io.doorward.token.store.StoredToken;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request acts for, as the directory knows them now.
 *
 * @param organization the slug
 * @param subject the member; for a token its owner
 * @param role the member's role now, whatever the credential says
 * @param token the API token in use, as it stands now; {@code null} for a session
 */
public record Principal(
    UUID organizationId,
    String organization,
    String subject,
    Role role,
    @Nullable StoredToken token,
    Actor actor) {
  private static final Scope ADMINISTER = new Scope("tokens:admin");

  /** Whether role and token both allow it. */
  public boolean may(Scope scope) {
    return role.permits(scope) && (token == null || token.scopes().grants(scope));
  }

  /** Whether they look after other members' tokens: by role, and a token needs the scope too. */
  public boolean administers() {
    return role.administers() && may(ADMINISTER);
  }

  /** Whether the token is theirs to see. */
  public boolean sees(StoredToken other) {
    return other.organizationId().equals(organizationId)
        && (administers() || other.owner().equals(owner()));
  }

  /** Whom the request acts for, as an owner of tokens. */
  public TokenOwner owner() {
    return token == null ? new TokenOwner(TokenOwner.Kind.USER, subject) : token.owner();
  }

  /**
   * Goes on only if it is allowed.
   *
   * @throws ProblemException {@code insufficient_scope}
   */
  public Principal require(Scope scope) {
    if (!may(scope)) {
      throw ProblemException.insufficientScope(scope);
    }
    return this;
  }
}
