package io.doorward.gateway.proxy;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem;
import io.doorward.contract.scope.Scope;
import io.doorward.gateway.check.Decision;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.List;

/** Writes the gateway's own error answers (RFC 9457). */
final class ProblemAnswer {
  private ProblemAnswer() {}

  /** A plain problem. The answer must not have begun. */
  static void write(HttpServerRequest request, ErrorCode code, String detail, String requestId) {
    write(request, code, Problem.of(code, detail, requestId));
  }

  /** A refusal with everything that belongs to it. */
  static void write(
      HttpServerRequest request, Decision.Refused refusal, String requestId, Instant now) {
    MultiMap headers = request.response().headers();
    refusal.challenge().ifPresent(value -> headers.set("WWW-Authenticate", value));
    refusal
        .retryAfter()
        .ifPresent(
            wait -> headers.set("Retry-After", Long.toString(Math.max(wait.toSeconds(), 1))));
    refusal.limits().ifPresent(fields -> fields.writeTo(headers, now));
    if (!refusal.allowed().isEmpty()) {
      headers.set("Allow", String.join(", ", refusal.allowed()));
    }
    write(
        request,
        refusal.code(),
        Problem.of(
            refusal.code(),
            refusal.detail(),
            requestId,
            List.of(),
            refusal.needed().stream().map(Scope::value).toList()));
  }

  private static void write(HttpServerRequest request, ErrorCode code, Problem problem) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    Buffer body = Buffer.buffer(ContractJson.write(problem));
    response
        .setStatusCode(code.status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader(Headers.REQUEST_ID, problem.requestId())
        .putHeader("Content-Length", Integer.toString(body.length()));
    if (HttpMethod.HEAD.equals(request.method())) {
      response.end();
    } else {
      response.end(body);
    }
  }
}
