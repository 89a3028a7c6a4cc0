package io.doorward.token.protocol.leak;

/** What is done to a token that is reported as leaked. */
public enum LeakResponse {
  /** It is ended for good. */
  REVOKE,
  /** It is set aside until a person has looked at it. */
  SUSPEND
}
