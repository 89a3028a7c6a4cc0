package io.doorward.gateway.inquiry;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.check.GatewayAnswer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes answers to proxies that ask over HTTP. Nothing of them may be kept by anybody. */
public final class InquiryAnswer {
  private InquiryAnswer() {}

  /** 200 with what the proxy has to pass on, or the client's answer as it is. */
  public static void write(HttpServerRequest request, Ruling ruling) {
    if (ruling instanceof Ruling.Pass pass) {
      write(request, pass);
    } else if (ruling instanceof Ruling.Deny deny) {
      write(request, deny.answer().status(), deny.answer());
    }
  }

  private static void write(HttpServerRequest request, Ruling.Pass pass) {
    HttpServerResponse response = request.response();
    if (isOpen(response)) {
      set(pass.identity(), response.headers());
      set(pass.forClient(), response.headers());
      response
          .setStatusCode(200)
          .putHeader("Cache-Control", "no-store")
          .putHeader("Content-Length", "0")
          .end();
    }
  }

  /** The answer for the client, under this status. */
  public static void write(HttpServerRequest request, int status, GatewayAnswer answer) {
    HttpServerResponse response = request.response();
    if (!isOpen(response)) {
      return;
    }
    set(answer.headers(), response.headers());
    response
        .setStatusCode(status)
        .putHeader("Content-Length", Integer.toString(answer.body().length()));
    if (HttpMethod.HEAD.equals(request.method())) {
      response.end();
    } else {
      response.end(answer.body());
    }
  }

  static void write(HttpServerRequest request, ErrorCode code, String detail, String requestId) {
    write(
        request,
        code.status(),
        GatewayAnswer.of(code, detail, requestId, MultiMap.caseInsensitiveMultiMap()));
  }

  private static boolean isOpen(HttpServerResponse response) {
    return !response.ended() && !response.closed();
  }

  /** {@link MultiMap#setAll} would take away what is there. */
  private static void set(MultiMap from, MultiMap to) {
    from.forEach(field -> to.set(field.getKey(), field.getValue()));
  }
}
