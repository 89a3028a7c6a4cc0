package io.doorward.gateway.inquiry;

import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.edge.RelayedRequest;
import io.vertx.core.MultiMap;

/**
 * May this request pass?
 *
 * @param way how it was asked, for metrics
 * @param told the address from which the request reached the proxy, or else the proxy's own
 * @param headers of the request, with what the proxy added
 */
record Inquiry(String way, RelayedRequest request, IpAddress told, MultiMap headers) {

  /** Without what a client sent. */
  @Override
  public String toString() {
    return "Inquiry[" + way + "]";
  }
}
