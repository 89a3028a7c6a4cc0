package io.doorward.gateway.check;

import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.credential.SessionCredential;
import io.doorward.gateway.credential.SessionPrincipal;
import io.doorward.gateway.snapshot.SnapshotAnswer;

/** Who makes a request. */
public sealed interface Caller {

  /** Nobody in particular, on a route that lets anybody in. */
  record Anonymous() implements Caller {}

  /**
   * The holder of an API token.
   *
   * @param knownFrom where the token was known from
   */
  record TokenHolder(TokenSnapshot token, SnapshotAnswer.Level knownFrom) implements Caller {}

  /** A person who is signed in. */
  record Person(SessionPrincipal principal, SessionCredential credential) implements Caller {}
}
