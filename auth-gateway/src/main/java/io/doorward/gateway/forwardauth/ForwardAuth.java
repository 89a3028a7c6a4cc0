package io.doorward.gateway.forwardauth;

import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.inquiry.Inquiries;
import io.doorward.gateway.inquiry.InquiryAnswer;
import io.doorward.gateway.inquiry.InquiryConfig;
import io.doorward.gateway.inquiry.Told;
import io.doorward.gateway.inquiry.Way;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Traefik's ForwardAuth and Caddy's {@code forward_auth}: 200 lets the request pass, with fields to
 * be copied to it; any other answer is the client's.
 */
@Singleton
class ForwardAuth implements Way {
  private static final String NAME = "forward_auth";

  private final Inquiries inquiries;
  private final String path;

  @Inject
  ForwardAuth(Inquiries inquiries, InquiryConfig config) {
    this.inquiries = inquiries;
    this.path = config.path();
  }

  @Override
  public boolean takes(HttpServerRequest request) {
    return path.equals(request.path());
  }

  @Override
  public void answer(HttpServerRequest request, IpAddress peer) {
    inquiries
        .rule(NAME, Told.byForwardedFields(request.headers()), peer, request.headers())
        .onSuccess(ruling -> InquiryAnswer.write(request, ruling));
  }
}
