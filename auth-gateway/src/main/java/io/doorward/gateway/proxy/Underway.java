package io.doorward.gateway.proxy;

import io.doorward.gateway.check.Decision;

/** What is being done for a request that was let in. Confined to the request's event loop. */
interface Underway {

  /** The decision that let it in. */
  Decision.Admitted admitted();

  /** Whether the client has yet to send, and nothing but the client is waited for. */
  boolean awaitsClient();

  /** Whether the client has yet to take what waits for it. */
  boolean isBlocked();

  /** Bytes handed on to the client so far. */
  long handedOn();

  /**
   * Its access has ended. A client that was told nothing yet is told why; else the answer breaks
   * off so that it cannot look complete.
   */
  void lost(Decision.Refused refusal);

  /** The client sends too slowly. */
  void tooSlow();

  /** Ends it in any state. The answer must not look complete. */
  void cut();

  /** The gateway goes away, and this has not come to its end. */
  void goAway();
}
