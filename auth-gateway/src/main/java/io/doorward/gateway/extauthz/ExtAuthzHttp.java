package io.doorward.gateway.extauthz;

import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.edge.RelayedRequest;
import io.doorward.gateway.inquiry.Inquiries;
import io.doorward.gateway.inquiry.InquiryAnswer;
import io.doorward.gateway.inquiry.InquiryConfig;
import io.doorward.gateway.inquiry.Told;
import io.doorward.gateway.inquiry.Way;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Asked with the client's own method, {@code Host} and path, the path behind a prefix. Exactly 200
 * lets the request pass; a 5xx is an error to Envoy, which denies then unless it is told to fail
 * open.
 */
@Singleton
class ExtAuthzHttp implements Way {
  private static final String NAME = "ext_authz_http";

  private final Inquiries inquiries;
  private final String prefix;

  @Inject
  ExtAuthzHttp(Inquiries inquiries, InquiryConfig config) {
    this.inquiries = inquiries;
    this.prefix = config.envoyPrefix();
  }

  @Override
  public boolean takes(HttpServerRequest request) {
    return request.uri().startsWith(prefix + "/");
  }

  @Override
  public void answer(HttpServerRequest request, IpAddress peer) {
    Told told =
        Told.from(
            new RelayedRequest(
                request.method().name(),
                "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")),
                host(request),
                request.uri().substring(prefix.length())),
            request.headers());
    inquiries
        .rule(NAME, told, peer, request.headers())
        .onSuccess(ruling -> InquiryAnswer.write(request, ruling));
  }

  /** HTTP/2 has it apart from the fields. */
  private static String host(HttpServerRequest request) {
    String field = request.getHeader("Host");
    if (field != null) {
      return field;
    }
    var authority = request.authority();
    return authority == null ? "" : authority.toString();
  }
}
