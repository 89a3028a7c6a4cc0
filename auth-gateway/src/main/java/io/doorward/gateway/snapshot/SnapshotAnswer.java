package io.doorward.gateway.snapshot;

import io.doorward.contract.snapshot.TokenSnapshot;

/** What is known of a token. */
public sealed interface SnapshotAnswer {

  /** This is the token, no staler than promised. */
  record Known(TokenSnapshot snapshot) implements SnapshotAnswer {}

  /** There is no such token. */
  record Unknown() implements SnapshotAnswer {}

  /** Nobody can be asked. Never a yes. */
  record Unavailable() implements SnapshotAnswer {}
}
