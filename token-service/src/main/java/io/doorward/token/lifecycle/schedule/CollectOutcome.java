package io.doorward.token.lifecycle.schedule;

import io.doorward.contract.problem.Problem.Violation;
import io.doorward.token.secret.MintedToken;
import io.doorward.token.store.StoredToken;
import java.util.List;

/** What came of the wish to collect a new secret. */
sealed interface CollectOutcome {

  /** Here it is. */
  record Collected(StoredToken successor, MintedToken minted) implements CollectOutcome {}

  /** It is more than the caller may have. */
  record Excess(List<Violation> violations) implements CollectOutcome {
    public Excess {
      violations = List.copyOf(violations);
    }
  }

  /** It cannot be had, or no more. */
  record Conflict(String why) implements CollectOutcome {}
}
