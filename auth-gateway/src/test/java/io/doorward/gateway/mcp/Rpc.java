package io.doorward.gateway.mcp;

import io.doorward.gateway.support.Http;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Messages as an MCP client posts them. */
final class Rpc {
  private final int port;

  Rpc(int port) {
    this.port = port;
  }

  static String message(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
  }

  static String call(String tool) {
    return message("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":{}}");
  }

  HttpRequest.Builder post(String path, @Nullable String token, String body) {
    HttpRequest.Builder request =
        Http.request(port, path)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(body));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  HttpResponse<String> send(String path, @Nullable String token, String body) {
    return Http.send(post(path, token, body));
  }

  static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }
}
