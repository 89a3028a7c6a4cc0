package io.doorward.gateway.proxy;

import io.doorward.contract.channel.Headers;
import io.doorward.gateway.check.Caller;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.edge.HeaderPassage;
import io.vertx.core.MultiMap;

/** The header fields of an upstream's answer as the client gets them. */
final class AnswerHead {
  private AnswerHead() {}

  /**
   * Passes the upstream's fields on and adds the gateway's.
   *
   * @throws IllegalArgumentException if a field holds what must not be passed on
   */
  static void pass(
      MultiMap from, int status, MultiMap to, EdgeRequest edge, Decision.Admitted admitted) {
    HeaderPassage.toClient(from, to);
    to.set(Headers.REQUEST_ID, edge.requestId());
    admitted.limits().ifPresent(fields -> fields.writeTo(to, edge.at()));
    if (!(admitted.who() instanceof Caller.Anonymous)) {
      Privacy.keep(status, to);
    }
  }

  /** Whether an answer with this status ends with its head (RFC 9110, section 6.4.1). */
  static boolean hasNoBody(int status) {
    return status == 204 || status == 304 || status < 200;
  }
}
