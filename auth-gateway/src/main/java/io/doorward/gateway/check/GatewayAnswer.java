package io.doorward.gateway.check;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem;
import io.doorward.contract.scope.Scope;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An error as the gateway tells it (RFC 9457), whichever way it was asked: status, header fields
 * and body, without what belongs to one connection.
 */
public final class GatewayAnswer {
  private final int status;
  private final MultiMap headers;
  private final Buffer body;

  private GatewayAnswer(Problem problem, MultiMap headers) {
    this.status = problem.status();
    this.headers = headers;
    this.body = Buffer.buffer(ContractJson.write(problem));
    headers
        .set("Content-Type", Problem.MEDIA_TYPE)
        .set("Cache-Control", "no-store")
        .set("X-Content-Type-Options", "nosniff")
        .set(Headers.REQUEST_ID, problem.requestId());
  }

  /** A plain problem; its fields are put where they are wanted. */
  public static GatewayAnswer of(
      ErrorCode code, String detail, String requestId, MultiMap headers) {
    return new GatewayAnswer(Problem.of(code, detail, requestId), headers);
  }

  /** A refusal with everything that belongs to it. */
  public static GatewayAnswer of(
      Decision.Refused refusal, String requestId, Instant now, MultiMap headers) {
    refusal.challenge().ifPresent(value -> headers.set("WWW-Authenticate", value));
    refusal.retryAfter().ifPresent(wait -> headers.set("Retry-After", seconds(wait)));
    refusal.limits().ifPresent(fields -> fields.writeTo(headers, now));
    if (!refusal.allowed().isEmpty()) {
      headers.set("Allow", String.join(", ", refusal.allowed()));
    }
    return new GatewayAnswer(
        Problem.of(
            refusal.code(),
            refusal.detail(),
            requestId,
            List.of(),
            refusal.needed().stream().map(Scope::value).toList()),
        headers);
  }

  private static String seconds(Duration wait) {
    return Long.toString(Math.max(wait.toSeconds(), 1));
  }

  public int status() {
    return status;
  }

  /** Every field but those of the connection and the length, where they were put. */
  public MultiMap headers() {
    return headers;
  }

  /** JSON. */
  public Buffer body() {
    return body;
  }
}
