package io.doorward.token.directory;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.problem.ProblemException;

/**
 * Who may give or take a role: nobody one that is above their own. An API token deals with the
 * roles of administrators and owners only if it may change the organization itself.
 */
public final class Ranks {
  private static final Scope ORGANIZATION = new Scope("org:admin");

  private Ranks() {}

  /**
   * Goes on only if the principal may deal with somebody of this role.
   *
   * @throws ProblemException {@code insufficient_scope}
   */
  public static void require(Principal principal, Role role) {
    if (role.compareTo(principal.role()) > 0) {
      throw ProblemException.of(
          ErrorCode.INSUFFICIENT_SCOPE,
          "Your role does not reach to the role " + role.wireName() + "; ask an owner.");
    }
    if (principal.token() != null && role.administers()) {
      principal.require(ORGANIZATION);
    }
  }
}
