package io.doorward.gateway.snapshot;

import io.doorward.contract.snapshot.TokenSnapshot;
import java.time.Duration;

/** What is known of a token. */
public sealed interface SnapshotAnswer {

  /** This is the token, no staler than promised. */
  record Known(TokenSnapshot snapshot) implements SnapshotAnswer {}

  /** There is no such token. */
  record Unknown() implements SnapshotAnswer {}

  /** Nobody can be asked. Never a yes. */
  record Unavailable() implements SnapshotAnswer {}

  /**
   * The source has presented too much that nobody knows; this was not looked at.
   *
   * @param pause when it is
   */
  record TooManyGuesses(Duration pause) implements SnapshotAnswer {}
}
