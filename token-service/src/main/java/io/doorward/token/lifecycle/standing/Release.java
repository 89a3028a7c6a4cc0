package io.doorward.token.lifecycle.standing;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principal;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Suspension;

/**
 * Who may end a suspension: whoever looks after the organization's tokens, and the owner if the
 * owner began it. What an administrator or the security service set aside, its owner cannot free.
 * An API token frees only what it could have given.
 */
final class Release {
  private Release() {}

  /**
   * Goes on only if the principal may.
   *
   * @throws ProblemException {@code insufficient_scope} or {@code scope_exceeds_grantor}
   */
  static void require(Principal principal, StoredToken suspended) {
    Suspension suspension = suspended.suspension();
    boolean own =
        suspension != null
            && suspension.byKind() != Suspension.By.SERVICE
            && suspension.by().equals(principal.subject());
    if (!own && !principal.administers()) {
      throw ProblemException.of(
          ErrorCode.INSUFFICIENT_SCOPE,
          "Somebody else suspended this token; ask an administrator to reactivate it.");
    }
    StoredToken inUse = principal.token();
    if (inUse != null && !inUse.scopes().covers(suspended.scopes())) {
      throw ProblemException.of(
          ErrorCode.SCOPE_EXCEEDS_GRANTOR,
          "The suspended token has scopes that the token in use does not have.");
    }
  }
}
