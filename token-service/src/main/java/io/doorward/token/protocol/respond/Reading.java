package io.doorward.token.protocol.respond;

import io.doorward.contract.event.SecurityEvent;

/** What a record of the topic turns out to be. */
sealed interface Reading {

  /** An event of the security service itself. */
  record Genuine(SecurityEvent event) implements Reading {}

  /**
   * Nothing to act on.
   *
   * @param reason for the dead letter; holds none of the content
   */
  record Unusable(String reason) implements Reading {}
}
