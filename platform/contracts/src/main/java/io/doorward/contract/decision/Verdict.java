package io.doorward.contract.decision;

import io.doorward.contract.scope.Scope;
import java.util.List;

/** What the rule says. */
public sealed interface Verdict {

  /** The request may pass. */
  record Allowed() implements Verdict {}

  /**
   * The token cannot be used now, or not here: revoked, expired, suspended, replaced, of the other
   * environment. Callers are not told which.
   */
  record NotUsable() implements Verdict {}

  /** A kill switch stops the token. Callers are told no more than of one that is not usable. */
  record Halted() implements Verdict {}

  /** The token is good, but API tokens are turned off. */
  record TurnedOff() implements Verdict {}

  /** The token is good, but not from this address. */
  record AddressNotAllowed() implements Verdict {}

  /**
   * The credential is good, but does not go so far.
   *
   * @param needed every scope the request needs
   */
  record ScopeMissing(List<Scope> needed) implements Verdict {}

  /** The credential is good, but the agent is not its holder's to see: to them there is none. */
  record AgentHidden() implements Verdict {}
}
