package io.doorward.token.lifecycle.edit;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.token.store.StoredToken;
import java.util.List;

/** What came of the wish to change a token. */
public sealed interface EditOutcome {

  /**
   * It is as wished.
   *
   * @param changed false if it was so before
   */
  record Edited(StoredToken token, boolean changed) implements EditOutcome {}

  /** The wish is not acceptable, or is for more than may be given. */
  record Refused(ErrorCode code, List<Violation> violations) implements EditOutcome {
    public Refused {
      violations = List.copyOf(violations);
    }
  }

  /** The token's standing does not allow it, or it is not the version that was meant. */
  record Conflict(String why) implements EditOutcome {}
}
