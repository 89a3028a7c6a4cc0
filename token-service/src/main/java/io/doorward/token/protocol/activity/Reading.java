package io.doorward.token.protocol.activity;

import io.doorward.token.store.Activity;

/** What a record of the topic turns out to be. */
sealed interface Reading {

  /** Something to enter. */
  record Report(Activity activity) implements Reading {}

  /**
   * Nothing to enter.
   *
   * @param reason for the dead letter; holds none of the content
   */
  record Unusable(String reason) implements Reading {}
}
