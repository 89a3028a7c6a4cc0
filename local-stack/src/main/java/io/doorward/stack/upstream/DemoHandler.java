package io.doorward.stack.upstream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The answers of the demo API.
 *
 * <ul>
 *   <li>{@code /demo/slow?ms=} the same as any other path, after that many milliseconds (at most
 *       30,000)
 *   <li>{@code /demo/status/{code}} that status
 *   <li>{@code /demo/stream?events=&ms=} server-sent events, {@code ms} apart
 *   <li>{@code POST} the body as it came, with its own content type, and status 201
 *   <li>anything else a JSON object with method, path and received headers
 * </ul>
 */
final class DemoHandler implements HttpHandler {
  private static final int LONGEST_MS = 30_000;
  private static final int MOST_EVENTS = 1_000;
  private static final int LARGEST_BODY = 16 * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/demo/stream")) {
        stream(exchange);
      } else if (path.startsWith("/demo/status/")) {
        describe(exchange, status(path.substring("/demo/status/".length())));
      } else if (exchange.getRequestMethod().equals("POST")) {
        echo(exchange);
      } else {
        if (path.equals("/demo/slow")) {
          pause(number(exchange, "ms", 0, LONGEST_MS));
        }
        describe(exchange, 200);
      }
    }
  }

  private static void describe(HttpExchange exchange, int status) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(lower(name), String.join(", ", values)));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("message", "Hello from the demo upstream");
    body.put("method", exchange.getRequestMethod());
    body.put("path", exchange.getRequestURI().toString());
    body.put("headers", headers);
    send(exchange, status, "application/json", JSON.writeValueAsBytes(body));
  }

  private static void echo(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    send(exchange, 201, type == null ? "application/octet-stream" : type, body);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304;
    exchange.sendResponseHeaders(status, bodiless || body.length == 0 ? -1 : body.length);
    if (!bodiless && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static void stream(HttpExchange exchange) throws IOException {
    int events = number(exchange, "events", 3, MOST_EVENTS);
    int apart = number(exchange, "ms", 200, LONGEST_MS);
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (int i = 1; i <= events; i++) {
      out.write(("id: " + i + "\ndata: event " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
      if (i < events) {
        pause(apart);
      }
    }
  }

  private static int status(String text) {
    return text.matches("[2-5][0-9][0-9]") ? Integer.parseInt(text) : 404;
  }

  private static int number(HttpExchange exchange, String name, int otherwise, int most) {
    String query = exchange.getRequestURI().getQuery();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      if (pair.matches(name + "=[0-9]{1,6}")) {
        return Math.min(most, Integer.parseInt(pair.substring(name.length() + 1)));
      }
    }
    return otherwise;
  }

  private static void pause(int milliseconds) {
    long until = System.nanoTime() + Duration.ofMillis(milliseconds).toNanos();
    while (System.nanoTime() - until < 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
