package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.token.secret.MintedToken;
import io.doorward.token.store.StoredToken;
import java.util.List;

/** What came of the wish to replace a token. */
public sealed interface RotateOutcome {

  /** There is the successor, with the secret that is shown now; or once more, if asked again. */
  record Rotated(StoredToken successor, MintedToken minted) implements RotateOutcome {}

  /** The successor would be more than it may be. */
  record Refused(ErrorCode code, List<Violation> violations) implements RotateOutcome {
    public Refused {
      violations = List.copyOf(violations);
    }
  }

  /** The token's standing, or another use of the same key, does not allow it. */
  record Conflict(String why) implements RotateOutcome {}
}
