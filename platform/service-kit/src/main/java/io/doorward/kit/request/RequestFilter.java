package io.doorward.kit.request;

import io.doorward.contract.channel.Headers;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Takes over the request id, puts it into the log context and every answer. */
public final class RequestFilter {
  private final RequestId requestId;

  @Inject
  RequestFilter(RequestId requestId) {
    this.requestId = requestId;
  }

  @ServerRequestFilter(preMatching = true)
  public void arrives(ContainerRequestContext request) {
    String sent = request.getHeaderString(Headers.REQUEST_ID);
    if (sent != null) {
      requestId.adopt(sent);
    }
    MDC.put("requestId", requestId.value());
  }

  @ServerResponseFilter
  public void leaves(ContainerResponseContext response) {
    MultivaluedMap<String, Object> headers = response.getHeaders();
    headers.putSingle(Headers.REQUEST_ID, requestId.value());
    headers.putSingle("X-Content-Type-Options", "nosniff");
    if (!headers.containsKey("Cache-Control")) {
      headers.putSingle("Cache-Control", "no-store");
    }
  }
}
