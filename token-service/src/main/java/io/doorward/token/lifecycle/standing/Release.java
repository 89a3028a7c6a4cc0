package io.doorward.token.lifecycle.standing;

import static java.util.stream.Collectors.joining;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Role;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.issue.Grantor;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Suspension;
import java.util.List;

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
    if (inUse != null) {
      List<Violation> excess = new Grantor(Role.OWNER, inUse).excess(suspended, suspended.terms());
      if (!excess.isEmpty()) {
        throw ProblemException.of(
            ErrorCode.SCOPE_EXCEEDS_GRANTOR,
            "The suspended token may do more than the token in use: "
                + excess.stream().map(Violation::location).distinct().collect(joining(", ")));
      }
    }
  }
}
