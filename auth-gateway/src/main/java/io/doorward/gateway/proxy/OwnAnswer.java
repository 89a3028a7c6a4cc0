package io.doorward.gateway.proxy;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.edge.EdgeRequest;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/** Writes what the gateway itself has to say to an admitted request. */
final class OwnAnswer {
  private OwnAnswer() {}

  static void write(
      Exchange exchange,
      EdgeRequest request,
      Decision.Admitted admitted,
      AsyncResult<Optional<Buffer>> result) {
    HttpServerResponse response = exchange.request().response();
    admitted.limits().ifPresent(fields -> fields.writeTo(response.headers(), request.at()));
    if (result.failed()) {
      response.putHeader("Retry-After", "1");
      problem(
          exchange,
          ErrorCode.DEPENDENCY_UNAVAILABLE,
          "Not everybody who has to be asked can be asked now. Try again shortly.");
      return;
    }
    if (result.result().isEmpty()) {
      problem(exchange, ErrorCode.NOT_FOUND, "There is no such thing, or it is not yours to see.");
      return;
    }
    Buffer body = result.result().get();
    response
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader(Headers.REQUEST_ID, request.requestId())
        .putHeader("Content-Length", Integer.toString(body.length()));
    if (HttpMethod.HEAD.equals(exchange.request().method())) {
      response.end();
    } else {
      response.end(body);
    }
  }

  private static void problem(Exchange exchange, ErrorCode code, String detail) {
    exchange.refused(code);
    ProblemAnswer.write(exchange.request(), code, detail, exchange.requestId());
  }
}
