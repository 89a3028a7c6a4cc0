package io.doorward.gateway.forwardauth;

import io.doorward.contract.channel.Headers;
import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.check.GatewayAnswer;
import io.doorward.gateway.inquiry.Inquiries;
import io.doorward.gateway.inquiry.InquiryAnswer;
import io.doorward.gateway.inquiry.InquiryConfig;
import io.doorward.gateway.inquiry.Ruling;
import io.doorward.gateway.inquiry.Told;
import io.doorward.gateway.inquiry.Way;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/**
 * nginx' {@code auth_request}, which makes a 500 of every answer but 2xx, 401 and 403 (nginx 1.22,
 * ngx_http_auth_request_module) and throws every body away. Other refusals are 403 here; fields
 * tell the true status and the body, so that nginx can be configured to answer with them.
 */
@Singleton
class AuthRequest implements Way {
  private static final String NAME = "auth_request";
  private static final String CHALLENGE = "WWW-Authenticate";
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final Inquiries inquiries;
  private final String path;

  @Inject
  AuthRequest(Inquiries inquiries, InquiryConfig config) {
    this.inquiries = inquiries;
    this.path = config.nginxPath();
  }

  @Override
  public boolean takes(HttpServerRequest request) {
    return path.equals(request.path());
  }

  @Override
  public void answer(HttpServerRequest request, IpAddress peer) {
    inquiries
        .rule(NAME, Told.byOriginalFields(request.headers()), peer, request.headers())
        .onSuccess(ruling -> write(request, ruling));
  }

  private static void write(HttpServerRequest request, Ruling ruling) {
    if (ruling instanceof Ruling.Deny deny) {
      refuse(request, deny.answer());
    } else {
      InquiryAnswer.write(request, ruling);
    }
  }

  private static void refuse(HttpServerRequest request, GatewayAnswer answer) {
    MultiMap headers = answer.headers();
    int status = answer.status() == UNAUTHORIZED ? UNAUTHORIZED : FORBIDDEN;
    headers.set(Headers.STATUS, Integer.toString(answer.status()));
    headers.set(Headers.PROBLEM, ascii(answer.body().toString(StandardCharsets.UTF_8)));
    // nginx copies the challenge of a 401 by itself, and of nothing else: never both.
    String challenge = headers.get(CHALLENGE);
    headers.set(Headers.CHALLENGE, challenge == null || status == UNAUTHORIZED ? "" : challenge);
    InquiryAnswer.write(request, status, answer);
  }

  /** JSON as a field value: what is not visible ASCII can only stand in its strings. */
  static String ascii(String json) {
    StringBuilder written = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c >= 0x20 && c < 0x7f) {
        written.append(c);
      } else {
        written.append("\\u%04x".formatted((int) c));
      }
    }
    return written.toString();
  }
}
