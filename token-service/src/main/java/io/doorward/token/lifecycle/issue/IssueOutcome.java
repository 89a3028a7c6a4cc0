package io.doorward.token.lifecycle.issue;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.token.secret.MintedToken;
import io.doorward.token.store.StoredToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What came of the wish for a token. Only {@link Issued} may have changed anything. */
sealed interface IssueOutcome {

  /**
   * There it is, with its secret; or once more, if the same was asked again.
   *
   * @param at when it stood so
   */
  record Issued(StoredToken token, MintedToken minted, Instant at) implements IssueOutcome {}

  /** The wish is not acceptable, or is for more than the caller has. */
  record Refused(ErrorCode code, List<Violation> violations) implements IssueOutcome {
    public Refused {
      violations = List.copyOf(violations);
    }
  }

  /** The owner has as many tokens as the policy allows. */
  record TooMany(int allowed) implements IssueOutcome {}

  /** The owner has created as many within the hour as the policy allows. */
  record TooFast(int allowed, Duration retryAfter) implements IssueOutcome {}
}
