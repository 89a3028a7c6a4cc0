package io.doorward.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real server behind the gateway and real clients in front of it. */
@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(
    value = GatewayStubs.class,
    initArgs = @ResourceArg(name = "routes", value = "/mcp-server.yaml"))
@WithTestResource(RealServer.Port.class)
@Tag("G9")
class McpClientIT {
  private static final String SERVER = "/servers/real";
  private static final String INITIALIZE =
      Rpc.message(
          "initialize",
          "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},"
              + "\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}");

  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  private static final Path NODE = Path.of("target", "mcp-node").toAbsolutePath();
  private static final String SDK = "@modelcontextprotocol/sdk@1.20.2";
  private static final long PATIENCE_SECONDS = 240;

  @Inject Suite suite;
  private Rpc rpc;
  private final Queue<McpSchema.ProgressNotification> progress = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void begin() {
    rpc = new Rpc(suite.port());
  }

  private String token(String... scopes) {
    return suite.token(t -> t.scopes(scopes)).raw();
  }

  private McpSyncClient client(String token) {
    McpSyncClient client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + suite.port())
                    .endpoint(SERVER)
                    .customizeRequest(request -> request.header("Authorization", "Bearer " + token))
                    .build())
            .requestTimeout(Duration.ofSeconds(30))
            .progressConsumer(progress::add)
            .build();
    client.initialize();
    return client;
  }

  private static List<String> tools(McpSyncClient client) {
    return client.listTools().tools().stream().map(McpSchema.Tool::name).sorted().toList();
  }

  private static String text(McpSchema.CallToolResult result) {
    return ((McpSchema.TextContent) result.content().get(0)).text();
  }

  @Test
  void aClientSeesTheToolsOfItsTokenOnEveryPage() {
    try (McpSyncClient all = client(token("mcp:*"));
        McpSyncClient two = client(token("mcp:tools:call:echo", "mcp:tools:call:who.am_..i"))) {
      assertThat(all.listTools((String) null).nextCursor()).isNotNull();
      assertThat(tools(all)).containsExactly("addNumbers", "counts", "echo", "who.am_I");
      assertThat(tools(two)).containsExactly("echo", "who.am_I");
    }
  }

  @Test
  @Tag("MCP-3")
  void aClientCallsWhatItsTokenMayCall() {
    try (McpSyncClient client =
        client(token("mcp:tools:call:add..numbers", "mcp:tools:call:who.am_..i"))) {
      assertThat(
              text(
                  client.callTool(
                      new McpSchema.CallToolRequest("addNumbers", Map.of("a", 2, "b", 3)))))
          .isEqualTo("5");
      assertThat(text(client.callTool(new McpSchema.CallToolRequest("who.am_I", Map.of()))))
          .isEqualTo("carol null");
      assertThatThrownBy(
              () -> client.callTool(new McpSchema.CallToolRequest("echo", Map.of("text", "x"))))
          .hasStackTraceContaining("Failed to send message");
    }
    assertThat(
            rpc.send(SERVER, token("mcp:tools:call:add..numbers"), Rpc.call("echo")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void whatTheServerTellsOnTheWayArrives() {
    try (McpSyncClient client = client(token("mcp:tools:call"))) {
      assertThat(
              text(
                  client.callTool(
                      new McpSchema.CallToolRequest(
                          "counts", Map.of(), Map.of("progressToken", "p1")))))
          .isEqualTo("counted");
      await().until(() -> !progress.isEmpty());
      assertThat(progress.peek().message()).isEqualTo("half");
    }
  }

  @Test
  void promptsAndResourcesAreHeldToTheScopesAsWell() {
    try (McpSyncClient reader = client(token("mcp:prompts:get:greeting", "mcp:resources:read"));
        McpSyncClient lister = client(token("mcp:prompts:list", "mcp:resources:list"))) {
      assertThat(reader.listPrompts().prompts())
          .extracting(McpSchema.Prompt::name)
          .containsExactly("greeting");
      assertThat(
              reader
                  .getPrompt(new McpSchema.GetPromptRequest("greeting", Map.of("name", "Ada")))
                  .messages())
          .hasSize(1);
      assertThatThrownBy(
              () -> reader.getPrompt(new McpSchema.GetPromptRequest("farewell", Map.of())))
          .hasStackTraceContaining("Failed to send message");
      assertThat(reader.listResources().resources()).hasSize(1);
      assertThat(lister.listPrompts().prompts()).isEmpty();
      assertThat(lister.listResources().resources()).isEmpty();
    }
  }

  @Test
  void aResourceIsReadByWhoeverMayReadAny() {
    String read = Rpc.message("resources/read", "{\"uri\":\"file:///notes\"}");
    String reader = token("mcp:resources:read");
    assertThat(status(reader, begin(reader), read)).isEqualTo(200);
    String lister = token("mcp:resources:list");
    assertThat(status(lister, begin(lister), read)).isEqualTo(403);
  }

  /** The id of a session that a client has begun. */
  private String begin(String token) {
    String session =
        rpc.send(SERVER, token, INITIALIZE).headers().firstValue("Mcp-Session-Id").orElseThrow();
    assertThat(status(token, session, INITIALIZED)).isBetween(200, 202);
    return session;
  }

  @Test
  @Tag("MCP-10")
  void aSessionBelongsToItsToken() {
    String owner = token("mcp:*");
    String session = begin(owner);
    String list = Rpc.message("tools/list", "{}");
    assertThat(status(owner, session, list)).isEqualTo(200);
    assertThat(status(token("mcp:*"), session, list)).isEqualTo(404);
    assertThat(
            Http.send(
                    Http.request(suite.port(), SERVER)
                        .header("Authorization", "Bearer " + owner)
                        .header("Mcp-Session-Id", session)
                        .DELETE())
                .statusCode())
        .isBetween(200, 204);
    assertThat(status(owner, session, list)).isEqualTo(404);
  }

  private int status(String token, String session, String message) {
    return Http.send(rpc.post(SERVER, token, message).header("Mcp-Session-Id", session))
        .statusCode();
  }

  /** The TypeScript SDK; needs Node and the npm registry. */
  @Test
  void theReferenceClientSeesTheSame() throws Exception {
    assumeThat(onPath("npm") && onPath("node")).as("Node is there").isTrue();
    Files.createDirectories(NODE);
    assertThat(run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", SDK).code())
        .isZero();
    try (var script = McpClientIT.class.getResourceAsStream("/mcp-client.mjs")) {
      Files.copy(script, NODE.resolve("client.mjs"), StandardCopyOption.REPLACE_EXISTING);
    }
    Ended ended =
        run(
            "node",
            "client.mjs",
            "http://127.0.0.1:" + suite.port() + SERVER,
            token("mcp:tools:call:echo"));
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output())
        .contains("tools: echo\n")
        .contains("called: echo: hello")
        .contains("refused: true");
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private record Ended(int code, String output) {}

  private static Ended run(String... command) throws Exception {
    Path output = NODE.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(NODE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + String.join(" ", command));
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }
}
