package io.doorward.token.change;

import io.doorward.contract.barrier.Barrier;
import io.doorward.token.store.Halt;
import io.doorward.token.store.Revocation;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Suspension;
import io.doorward.token.store.Terms;
import java.time.Instant;
import java.util.UUID;

/**
 * Which changes a token's standing allows.
 *
 * <pre>
 *   active ⇄ suspended      revoked and expired are ends;
 *      └──┬──────┘          whatever is not revoked yet can still be
 *      revoked              rotated: replaced, only an active one, once
 * </pre>
 */
public final class Standing {
  private Standing() {}

  /** Ends a token for good. Doing it again changes nothing. */
  public static Transition revoke(StoredToken token, Revocation revocation) {
    return token.revocation() != null
        ? new Transition.Already(token)
        : new Transition.Next(token.withRevocation(revocation));
  }

  /**
   * Sets a token aside. The security service does so over a person's suspension, which whoever
   * misuses the token could have begun to be free again at a time of their choice.
   */
  public static Transition suspend(StoredToken token, Suspension suspension) {
    return switch (token.statusAt(suspension.since())) {
      case ACTIVE, ROTATED -> new Transition.Next(token.withSuspension(suspension));
      case SUSPENDED ->
          suspension.outranks(token.suspension())
              ? new Transition.Next(token.withSuspension(suspension))
              : new Transition.Refused("The token is suspended already; reactivate it first.");
      case EXPIRED -> new Transition.Refused("The token has expired and is refused anyway.");
      case REVOKED -> new Transition.Refused("The token is revoked, which is for good.");
    };
  }

  /** Replaces a token; the old one is accepted until the overlap ends. */
  public static Transition rotate(
      StoredToken token, UUID successor, Instant now, Instant overlapUntil) {
    if (token.halt() != null) {
      return halted(token.halt());
    }
    return switch (token.statusAt(now)) {
      case ACTIVE -> new Transition.Next(token.withSuccessor(successor, now, overlapUntil));
      case ROTATED ->
          new Transition.Refused("The token has been rotated already; rotate its successor.");
      case SUSPENDED -> new Transition.Refused("The token is suspended; reactivate it first.");
      case EXPIRED -> new Transition.Refused("The token has expired; create a new one.");
      case REVOKED -> new Transition.Refused("The token is revoked; create a new one.");
    };
  }

  /**
   * Ends the overlap of a replaced token now. A suspension does not stand in the way: it could be
   * lifted again before the overlap ends.
   */
  public static Transition retire(StoredToken token, Instant now) {
    Instant until = token.overlapUntil();
    if (token.rotatedAt() == null || until == null) {
      return new Transition.Refused("The token has not been rotated.");
    }
    return switch (token.statusAt(now)) {
      case REVOKED, EXPIRED -> new Transition.Already(token);
      case ACTIVE, SUSPENDED, ROTATED ->
          until.isAfter(now)
              ? new Transition.Next(token.withOverlapUntil(now))
              : new Transition.Already(token);
    };
  }

  /** Gives a token other terms; what they may be is decided elsewhere. */
  public static Transition edit(StoredToken token, Terms terms, Instant now) {
    if (token.halt() != null) {
      return halted(token.halt());
    }
    return switch (token.statusAt(now)) {
      case ACTIVE, SUSPENDED ->
          terms.equals(token.terms())
              ? new Transition.Already(token)
              : new Transition.Next(token.withTerms(terms));
      case ROTATED -> new Transition.Refused("The token has been rotated; edit its successor.");
      case EXPIRED -> new Transition.Refused("The token has expired; create a new one.");
      case REVOKED -> new Transition.Refused("The token is revoked; create a new one.");
    };
  }

  /**
   * What a barrier stops can be ended and set aside, but neither replaced nor given other terms.
   */
  private static Transition halted(Halt halt) {
    return new Transition.Refused(
        halt.kind() == Barrier.Kind.FEATURE_FLAG
            ? "API tokens are turned off; turn them on first."
            : "A kill switch halts the token; release the switch, or create a new token.");
  }

  /** Lets a suspended token work again. */
  public static Transition reactivate(StoredToken token, Instant now) {
    return switch (token.statusAt(now)) {
      case SUSPENDED ->
          token.ownerSuspension() == null
              ? new Transition.Next(token.withSuspension(null))
              : new Transition.Refused("The token's service account is disabled; enable that.");
      case ACTIVE, ROTATED -> new Transition.Refused("The token is not suspended.");
      case EXPIRED -> new Transition.Refused("The token has expired; create a new one.");
      case REVOKED ->
          new Transition.Refused("The token is revoked, which is for good; create a new one.");
    };
  }
}
