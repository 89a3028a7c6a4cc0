package io.doorward.gateway.inquiry;

import io.doorward.gateway.address.IpAddress;
import io.vertx.core.http.HttpServerRequest;

/** How one kind of proxy asks. */
public interface Way {

  /** Whether it asks so. */
  boolean takes(HttpServerRequest request);

  /** Answers, in any case, exactly once. The peer may ask. */
  void answer(HttpServerRequest request, IpAddress peer);
}
