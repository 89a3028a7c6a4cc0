package io.doorward.gateway.proxy;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.check.GatewayAnswer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;

/** Writes the gateway's own error answers. */
final class ProblemAnswer {
  private ProblemAnswer() {}

  /** A plain problem. The answer must not have begun. */
  static void write(HttpServerRequest request, ErrorCode code, String detail, String requestId) {
    if (isOpen(request)) {
      write(request, GatewayAnswer.of(code, detail, requestId, request.response().headers()));
    }
  }

  /** A refusal with everything that belongs to it. */
  static void write(
      HttpServerRequest request, Decision.Refused refusal, String requestId, Instant now) {
    if (isOpen(request)) {
      write(request, GatewayAnswer.of(refusal, requestId, now, request.response().headers()));
    }
  }

  private static boolean isOpen(HttpServerRequest request) {
    return !request.response().ended() && !request.response().closed();
  }

  private static void write(HttpServerRequest request, GatewayAnswer answer) {
    HttpServerResponse response = request.response();
    response
        .setStatusCode(answer.status())
        .putHeader("Content-Length", Integer.toString(answer.body().length()));
    if (HttpMethod.HEAD.equals(request.method())) {
      response.end();
    } else {
      response.end(answer.body());
    }
  }
}
