package io.doorward.gateway.proxy;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.problem.Problem;
import io.doorward.gateway.mcp.McpOutcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Tells a client that its message is none, in the words of its protocol (JSON-RPC 2.0, section
 * 5.1): a client of a newer revision takes any other 400 for a server of an older one. The problem
 * that other requests are answered with is in {@code error.data}.
 */
final class RpcAnswer {
  private RpcAnswer() {}

  /** The answer must not have begun. */
  static void write(HttpServerRequest request, McpOutcome.Faulty fault, String requestId) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    Problem problem = Problem.of(fault.code(), fault.detail(), requestId);
    // The id is JSON as it was read.
    Buffer body =
        Buffer.buffer("{\"jsonrpc\":\"2.0\",\"id\":" + fault.id().orElse("null"))
            .appendString(",\"error\":{\"code\":" + fault.rpcCode() + ",\"message\":")
            .appendString(ContractJson.writeString(fault.detail()))
            .appendString(",\"data\":")
            .appendBytes(ContractJson.write(problem))
            .appendString("}}");
    response
        .setStatusCode(fault.code().status())
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader(Headers.REQUEST_ID, requestId)
        .putHeader("Content-Length", Integer.toString(body.length()))
        .end(body);
  }
}
