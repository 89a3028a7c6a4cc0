package io.doorward.gateway.snapshot;

import io.doorward.contract.snapshot.TokenSnapshot;
import java.time.Duration;

/** What is known of a token. */
public sealed interface SnapshotAnswer {

  /**
   * This is the token, no staler than promised.
   *
   * @param level where it was known from
   */
  record Known(TokenSnapshot snapshot, Level level) implements SnapshotAnswer {}

  /** Where a token can be known from. */
  enum Level {
    /** This process. */
    PROCESS,
    /** Redis. */
    REDIS,
    /** Token-service. */
    SERVICE,
    /** What this process still had when nobody could be asked. */
    STALE
  }

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
