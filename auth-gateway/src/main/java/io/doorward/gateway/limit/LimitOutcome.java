package io.doorward.gateway.limit;

import java.time.Duration;
import java.util.List;

/** What the limits say to one request. */
public sealed interface LimitOutcome {

  /** Nothing limits this token. */
  record Unlimited() implements LimitOutcome {}

  /**
   * Charged in every window.
   *
   * @param fields what is left at least; requests that are answered from one lease share them
   */
  record Admitted(RateLimitFields fields) implements LimitOutcome {}

  /**
   * Charged in none.
   *
   * @param violated the windows that are used up, as they read after "the limit per"
   */
  record Exhausted(RateLimitFields fields, Duration retryAfter, List<String> violated)
      implements LimitOutcome {}

  /** Redis cannot be asked, and nothing is allowed without it. */
  record Undecided() implements LimitOutcome {}
}
