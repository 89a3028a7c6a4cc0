package io.doorward.token.lifecycle.edit;

import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.issue.Grantor;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Terms;
import java.util.ArrayList;
import java.util.List;

/**
 * What an edit adds beyond what may be given: a scope the token has not had needs the role of
 * whoever adds it and of the owner; and what a token in use edits is no more than itself. Pure.
 */
final class Addition {
  private static final String FIX = "Ask for no more than you have yourself.";

  private Addition() {}

  static List<Violation> excess(Principal principal, StoredToken before, Terms after) {
    List<Violation> excess = new ArrayList<>();
    for (Scope scope : after.scopes().scopes()) {
      if (before.scopes().grants(scope)) {
        continue;
      }
      if (!principal.role().permits(scope)) {
        excess.add(new Violation("/scopes", "Your role does not permit " + scope + ".", FIX));
      } else if (!before.ownerRole().permits(scope)) {
        excess.add(
            new Violation("/scopes", "The owner's role does not permit " + scope + ".", FIX));
      }
    }
    if (principal.token() != null) {
      // The role has been looked at above, where it matters.
      excess.addAll(new Grantor(Role.OWNER, principal.token()).excess(before, after));
    }
    return excess;
  }
}
