package io.doorward.gateway.inquiry;

import io.doorward.gateway.check.GatewayAnswer;
import io.vertx.core.MultiMap;

/** What a proxy in front is told. */
public sealed interface Ruling {

  /**
   * The request may pass.
   *
   * @param identity fields that have to replace the client's: every documented one is there, empty
   *     if there is nothing to say, and so are the credential's
   * @param forClient fields that belong on the answer to the client
   */
  record Pass(MultiMap identity, MultiMap forClient) implements Ruling {

    /** Without the identity: it holds a signed token. */
    @Override
    public String toString() {
      return "Pass";
    }
  }

  /** The client gets this answer. */
  record Deny(GatewayAnswer answer) implements Ruling {}
}
