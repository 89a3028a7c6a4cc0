package io.doorward.token.lifecycle.standing;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.change.Standing;
import io.doorward.token.change.Transition;
import io.doorward.token.directory.Principal;
import io.doorward.token.store.Revocation;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Suspension;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a caller wants tokens to stand, and what it comes to for one of them. */
public sealed interface StandingWish {
  /** The last instant an RFC 3339 timestamp can name. */
  Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /** What the change is called. */
  TokenEvent.Type type();

  /** Why, for the record. */
  @Nullable String reason();

  /**
   * Judges it for a token that the principal sees.
   *
   * @throws ProblemException {@code insufficient_scope} or {@code scope_exceeds_grantor}
   */
  Transition judge(Principal principal, StoredToken token, Instant now);

  /** Ended for good. */
  record Revoke(@Nullable String reason) implements StandingWish {
    @Override
    public TokenEvent.Type type() {
      return TokenEvent.Type.REVOKED;
    }

    @Override
    public Transition judge(Principal principal, StoredToken token, Instant now) {
      return Standing.revoke(token, new Revocation(principal.subject(), reason, now));
    }
  }

  /** Set aside, until an instant or until somebody ends it. */
  record Suspend(String reason, @Nullable Instant until) implements StandingWish {

    /**
     * Reads what was asked for.
     *
     * @throws ProblemException {@code validation_failed}
     */
    public static Suspend of(@Nullable String reason, @Nullable Instant until, Instant now) {
      String why = Reason.required(reason);
      if (until != null && !until.isAfter(now)) {
        throw invalidUntil("is not in the future", "Use a later instant, or leave it out.");
      }
      if (until != null && until.isAfter(LAST)) {
        throw invalidUntil("is later than year 9999", "Leave it out for no end.");
      }
      return new Suspend(why, until == null ? null : until.truncatedTo(ChronoUnit.MICROS));
    }

    private static ProblemException invalidUntil(String message, String fix) {
      return ProblemException.invalid(
          ErrorCode.VALIDATION_FAILED, List.of(new Violation("/until", message, fix)));
    }

    @Override
    public TokenEvent.Type type() {
      return TokenEvent.Type.SUSPENDED;
    }

    @Override
    public Transition judge(Principal principal, StoredToken token, Instant now) {
      Suspension.By kind = principal.token() == null ? Suspension.By.USER : Suspension.By.TOKEN;
      return Standing.suspend(token, new Suspension(principal.subject(), kind, reason, now, until));
    }
  }

  /** Working again. */
  record Reactivate(@Nullable String reason) implements StandingWish {
    @Override
    public TokenEvent.Type type() {
      return TokenEvent.Type.REACTIVATED;
    }

    @Override
    public Transition judge(Principal principal, StoredToken token, Instant now) {
      Transition transition = Standing.reactivate(token, now);
      if (transition instanceof Transition.Next) {
        Release.require(principal, token);
      }
      return transition;
    }
  }
}
