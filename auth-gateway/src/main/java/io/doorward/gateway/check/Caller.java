package io.doorward.gateway.check;

import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.credential.SessionCredential;
import io.doorward.gateway.credential.SessionPrincipal;

/** Who makes a request. */
public sealed interface Caller {

  /** Nobody in particular, on a route that lets anybody in. */
  record Anonymous() implements Caller {}

  /** The holder of an API token. */
  record TokenHolder(TokenSnapshot token) implements Caller {}

  /** A person who is signed in. */
  record Person(SessionPrincipal principal, SessionCredential credential) implements Caller {}
}
