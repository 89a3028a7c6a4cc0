package io.doorward.gateway.credential;

/** What becomes of a session credential. */
public sealed interface SessionOutcome {

  /** Issued by the OpenID provider, for us, and still valid. */
  record Genuine(SessionPrincipal principal) implements SessionOutcome {}

  /** Not to be trusted. */
  record Rejected() implements SessionOutcome {}

  /** The provider's keys are not known yet, so nothing can be said. */
  record Undecided() implements SessionOutcome {}
}
