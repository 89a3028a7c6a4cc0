package io.doorward.gateway.credential;

import io.doorward.contract.token.ForeignSecret;
import io.doorward.contract.token.RawToken;

/** The credential that a request carries, by its form alone. */
public sealed interface PresentedCredential {

  /** None. */
  record Absent() implements PresentedCredential {}

  /** A well-formed API token; whether it is known is another question. */
  record ApiToken(RawToken token) implements PresentedCredential {}

  /** What may be a key of another system; whether it is known is another question. */
  record Foreign(ForeignSecret key) implements PresentedCredential {}

  /** What may be a session's JWT; whether it is genuine is another question. */
  record Session(SessionCredential credential) implements PresentedCredential {}

  /** Something that cannot be a credential of ours. No look-up can find it. */
  record Malformed() implements PresentedCredential {}

  /** More than one. None of them is used. */
  record Several() implements PresentedCredential {}

  /** A token where it ends up in logs and histories: in the request target. */
  record InTarget() implements PresentedCredential {}
}
