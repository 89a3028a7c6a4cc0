package io.doorward.stack.suite;

import com.sun.net.httpserver.HttpServer;
import io.doorward.stack.process.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Stands for a packaged service: says that it is ready, and that a token was created. */
final class StubService {
  private StubService() {}

  public static void main(String[] arguments) throws IOException {
    if (Boolean.getBoolean("stub.fails")) {
      System.out.println("the stub was told to fail");
      System.exit(1);
    }
    listen(Integer.getInteger("quarkus.http.port"), 200, "{}");
    Integer open = Integer.getInteger("doorward.gateway.listen.port");
    if (open != null) {
      listen(open, 201, "{\"token\":\"a-token-for-the-test\"}");
    }
  }

  private static void listen(int port, int status, String body) throws IOException {
    HttpServer server = HttpServer.create(Ports.loopback(port), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }
}
