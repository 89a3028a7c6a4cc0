package io.doorward.monitor.signal;

/** What a record of {@code usage-events} turned out to be. */
public sealed interface Reading {
  /** Something for the rules. */
  record Signal(UsageSignal signal) implements Reading {}

  /** An event that says nothing of a token: no token was recognised. */
  record NotWatched() implements Reading {}

  /** Belongs on the dead-letter topic. */
  record Unreadable(String reason) implements Reading {}
}
