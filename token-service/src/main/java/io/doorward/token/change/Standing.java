package io.doorward.token.change;

import io.doorward.token.store.Revocation;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Suspension;
import java.time.Instant;

/**
 * Which changes a token's standing allows.
 *
 * <pre>
 *   active ⇄ suspended      revoked and expired are ends;
 *      └──┬──────┘          whatever is not revoked yet can still be
 *      revoked
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

  /** Lets a suspended token work again. */
  public static Transition reactivate(StoredToken token, Instant now) {
    return switch (token.statusAt(now)) {
      case SUSPENDED -> new Transition.Next(token.withSuspension(null));
      case ACTIVE, ROTATED -> new Transition.Refused("The token is not suspended.");
      case EXPIRED -> new Transition.Refused("The token has expired; create a new one.");
      case REVOKED ->
          new Transition.Refused("The token is revoked, which is for good; create a new one.");
    };
  }
}
