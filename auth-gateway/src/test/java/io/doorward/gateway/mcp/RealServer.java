package io.doorward.gateway.mcp;

import io.quarkiverse.mcp.server.Progress;
import io.quarkiverse.mcp.server.Prompt;
import io.quarkiverse.mcp.server.PromptArg;
import io.quarkiverse.mcp.server.PromptMessage;
import io.quarkiverse.mcp.server.RequestUri;
import io.quarkiverse.mcp.server.Resource;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/**
 * An MCP server made with quarkus-mcp-server, on the test's own management listener: the gateway
 * sees it as any other upstream.
 */
public class RealServer {
  @Inject CurrentVertxRequest request;

  @Tool(description = "Says what it is told.")
  String echo(@ToolArg(description = "what to say") String text) {
    return "echo: " + text;
  }

  @Tool(description = "Adds.")
  String addNumbers(int a, int b) {
    return Integer.toString(a + b);
  }

  @Tool(description = "Tells of its progress.")
  String counts(Progress progress) {
    progress
        .token()
        .ifPresent(
            token ->
                progress
                    .notificationBuilder()
                    .setProgress(1)
                    .setTotal(2)
                    .setMessage("half")
                    .build()
                    .sendAndForget());
    return "counted";
  }

  @Tool(name = "who.am_I", description = "Tells how its caller was introduced.")
  String whoAmI() {
    var headers = request.getCurrent().request().headers();
    return headers.get("X-Doorward-Owner") + " " + headers.get("Authorization");
  }

  @Prompt(description = "Greets.")
  PromptMessage greeting(@PromptArg(description = "whom") String name) {
    return PromptMessage.withUserRole("Hello " + name);
  }

  @Prompt(description = "Takes leave.")
  PromptMessage farewell() {
    return PromptMessage.withUserRole("Good bye");
  }

  @Resource(uri = "file:///notes", description = "Notes.")
  TextResourceContents notes(RequestUri uri) {
    return TextResourceContents.create(uri.value(), "noted");
  }

  /** Gives the server a port that is known before the routes are read. */
  public static final class Port implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
      int port = free();
      return Map.of(
          "quarkus.http.test-port",
          Integer.toString(port),
          "quarkus.mcp.server.tools.page-size",
          "2",
          "test.mcp.server",
          "http://127.0.0.1:" + port);
    }

    private static int free() {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop() {}
  }
}
