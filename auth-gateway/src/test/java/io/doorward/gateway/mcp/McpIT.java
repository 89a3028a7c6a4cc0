package io.doorward.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.scope.Role;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.RawSocket;
import io.doorward.gateway.support.StubUpstream;
import io.doorward.gateway.support.Suite;
import io.doorward.gateway.support.UsageTopic;
import io.doorward.stack.identity.CodeFlow;
import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(
    value = GatewayStubs.class,
    initArgs = @ResourceArg(name = "routes", value = "/mcp.yaml"))
@Tag("G9")
class McpIT {
  private static final String PING = Rpc.message("ping", "{}");

  @Inject Suite suite;
  private Rpc rpc;

  @BeforeEach
  void begin() {
    rpc = new Rpc(suite.port());
  }

  private String token(String... scopes) {
    return suite.token(t -> t.scopes(scopes)).raw();
  }

  private static StubUpstream upstream() {
    return GatewayStubs.upstream();
  }

  private static String json(String body) {
    return answer("application/json", body);
  }

  private static String answer(String type, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: "
        + type
        + "\r\nETag: \"1\"\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  /** How many requests have reached a server. */
  private static int reached(String path) {
    return upstream().received(path).size();
  }

  @Test
  @Tag("MCP-1")
  @Tag("MCP-11")
  void theServerIsDescribedAsAProtectedResource() {
    HttpResponse<String> derived =
        Http.send(Http.request(suite.port(), "/.well-known/oauth-protected-resource/mcp"));
    assertThat(derived.statusCode()).isEqualTo(200);
    assertThat(derived.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode description = Http.json(derived);
    assertThat(description.path("resource").asText())
        .isEqualTo("http://127.0.0.1:" + suite.port() + "/mcp");
    assertThat(description.path("authorization_servers")).hasSize(1);
    assertThat(description.path("authorization_servers").get(0).asText()).startsWith("http");
    assertThat(description.path("bearer_methods_supported").toString()).isEqualTo("[\"header\"]");
    assertThat(description.path("scopes_supported")).isNotEmpty();
    assertThat(derived.body()).doesNotContain("offline_access").doesNotContain("null");
    description.forEach(member -> assertThat(member.isEmpty() && !member.isTextual()).isFalse());

    for (String path : new String[] {"/published", "/servers/published"}) {
      JsonNode published =
          Http.json(
              Http.send(
                  Http.request(suite.port(), "/.well-known/oauth-protected-resource" + path)));
      assertThat(published.path("resource").asText())
          .isEqualTo("https://mcp.example.com/servers/published");
    }
    for (String path : new String[] {"", "/", "/things", "/development", "/public", "/mcp/x"}) {
      assertThat(
              Http.send(Http.request(suite.port(), "/.well-known/oauth-protected-resource" + path))
                  .statusCode())
          .as(path)
          .isEqualTo(404);
    }
  }

  @Test
  @Tag("MCP-2")
  void whoeverHasNoGoodCredentialLearnsWhereToGetOne() {
    String metadata =
        "resource_metadata=\"http://127.0.0.1:"
            + suite.port()
            + "/.well-known/oauth-protected-resource/mcp\"";
    HttpResponse<String> none = rpc.send("/mcp", null, PING);
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(Rpc.challenge(none))
        .startsWith("Bearer ")
        .contains(metadata)
        .contains("scope=\"mcp:tools:list mcp:tools:call mcp:resources:read mcp:prompts:read\"")
        .doesNotContain("error=");
    HttpResponse<String> bad = rpc.send("/mcp", suite.token(t -> t).raw() + "x", PING);
    assertThat(bad.statusCode()).isEqualTo(401);
    assertThat(Rpc.challenge(bad)).contains(metadata).contains("error=\"invalid_token\"");
    HttpResponse<String> stream =
        Http.send(Http.request(suite.port(), "/mcp").header("Accept", "text/event-stream"));
    assertThat(stream.statusCode()).isEqualTo(401);
    assertThat(Rpc.challenge(stream)).contains(metadata);
    assertThat(Rpc.challenge(rpc.send("/published", null, PING)))
        .contains(
            "resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource"
                + "/servers/published\"")
        .contains("scope=\"mcp:tools:list\"");
  }

  @Test
  @Tag("MCP-3")
  void aMessageBeyondTheScopesIsRefusedWithAllThatItNeeds() {
    int before = reached("/mcp");
    HttpResponse<String> refused =
        rpc.send("/mcp", token("mcp:tools:call:other"), Rpc.call("createIssue"));
    assertThat(Http.code(refused)).isEqualTo("403 insufficient_scope");
    assertThat(Rpc.challenge(refused))
        .contains("error=\"insufficient_scope\"")
        .contains("scope=\"mcp:tools:call:create..issue\"")
        .contains("resource_metadata=\"http://127.0.0.1");
    assertThat(reached("/mcp")).isEqualTo(before);

    HttpResponse<String> both =
        rpc.send(
            "/small", token("mcp:base", "mcp:tools:list"), Rpc.message("resources/read", "{}"));
    assertThat(Rpc.challenge(both)).contains("scope=\"mcp:base mcp:resources:read\"");
    assertThat(Http.json(both).path("requiredScopes").toString() + both.body())
        .contains("mcp:base", "mcp:resources:read");
  }

  @Test
  void aToolIsCalledByWhoeverHasItsScope() {
    upstream().answer("/mcp", json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"));
    Map<String, Integer> cases =
        Map.of(
            "mcp:tools:call:echo", 200,
            "mcp:tools:call", 200,
            "mcp:tools:call:*", 200,
            "mcp:tools:*", 200,
            "mcp:*", 200,
            "mcp:tools:call:echo2", 403,
            "mcp:tools:list", 403,
            "mcp:prompts:get:echo", 403,
            "demo:write", 403);
    cases.forEach(
        (scope, status) ->
            assertThat(rpc.send("/mcp", token(scope), Rpc.call("echo")).statusCode())
                .as(scope)
                .isEqualTo(status));
    String viewer = suite.token(t -> t.role(Role.VIEWER).scopes("mcp:*")).raw();
    assertThat(rpc.send("/mcp", viewer, Rpc.call("echo")).statusCode()).isEqualTo(403);
    assertThat(rpc.send("/mcp", viewer, Rpc.message("resources/read", "{}")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void eachMethodNeedsItsOwnAndWhatIsNotKnownNeedsEverything() {
    upstream().answer("/mcp", json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"));
    String none = token("demo:read");
    for (String free :
        List.of(
            "initialize",
            "ping",
            "server/discover",
            "notifications/initialized",
            "logging/setLevel")) {
      assertThat(rpc.send("/mcp", none, Rpc.message(free, "{}")).statusCode())
          .as(free)
          .isEqualTo(200);
    }
    Map<String, String> needed =
        Map.of(
            Rpc.message("tools/list", "{}"),
            "mcp:tools:list",
            Rpc.message("prompts/list", "{}"),
            "mcp:prompts:list",
            Rpc.message("prompts/get", "{\"name\":\"p\"}"),
            "mcp:prompts:get:p",
            Rpc.message("resources/list", "{}"),
            "mcp:resources:list",
            Rpc.message("resources/templates/list", "{}"),
            "mcp:resources:list",
            Rpc.message("resources/subscribe", "{\"uri\":\"a:b\"}"),
            "mcp:resources:read",
            Rpc.message(
                "subscriptions/listen", "{\"notifications\":{\"resourceSubscriptions\":[]}}"),
            "mcp:resources:read",
            Rpc.message(
                "completion/complete", "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"}}"),
            "mcp:prompts:get:p",
            Rpc.message("tasks/result", "{}"),
            "mcp:methods:tasks.-2fresult",
            "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"quiet\"}}",
            "mcp:tools:call:quiet");
    needed.forEach(
        (message, scope) -> {
          HttpResponse<String> refused = rpc.send("/mcp", none, message);
          assertThat(refused.statusCode()).as(message).isEqualTo(403);
          assertThat(Rpc.challenge(refused)).contains("scope=\"" + scope + "\"");
          assertThat(rpc.send("/mcp", token(scope), message).statusCode())
              .as(message)
              .isEqualTo(200);
        });
  }

  @Test
  @Tag("MCP-4")
  void aTokenForOneServerIsOfNoUseAtAnother() {
    upstream().answer("/mcp", json("{}"));
    upstream().answer("/published", json("{}"));
    upstream().answer("/named", json("{}"));
    String forTools = token("mcp:servers:tools", "mcp:tools:call");
    assertThat(rpc.send("/mcp", forTools, PING).statusCode()).isEqualTo(200);
    for (String other : List.of("/published", "/named")) {
      HttpResponse<String> refused = rpc.send(other, forTools, PING);
      assertThat(Http.code(refused)).as(other).isEqualTo("401 invalid_token");
      assertThat(Rpc.challenge(refused)).contains("invalid_token", "resource_metadata");
    }
    assertThat(rpc.send("/published", token("mcp:servers:pub"), PING).statusCode()).isEqualTo(200);
    assertThat(rpc.send("/published", token("mcp:tools:call"), PING).statusCode()).isEqualTo(200);
    assertThat(rpc.send("/named", token("mcp:tools:call"), PING).statusCode()).isEqualTo(401);
    for (String every : List.of("mcp:servers:named", "mcp:servers:*", "mcp:servers", "mcp:*")) {
      assertThat(rpc.send("/named", token(every), PING).statusCode()).as(every).isEqualTo(200);
    }
    try (UsageTopic topic = new UsageTopic()) {
      await()
          .until(
              () ->
                  topic.events().stream()
                      .anyMatch(event -> "token_of_another_server".equals(event.refusal())));
    }
  }

  @Test
  @Tag("MCP-5")
  @Tag("GWY-7")
  void theServerNeverSeesTheClientsToken() {
    upstream().answer("/mcp", json("{}"));
    Suite.Known token = suite.token(t -> t.scopes("mcp:*"));
    int before = reached("/mcp");
    assertThat(rpc.send("/mcp", token.raw(), PING).statusCode()).isEqualTo(200);
    StubUpstream.Received seen = upstream().received("/mcp").get(before);
    assertThat(seen.head() + seen.body()).doesNotContain(token.raw());
    assertThat(seen.header("X-Doorward-Token-Id"))
        .containsExactly(token.snapshot().tokenId().toString());
    String jwt = seen.header("Authorization").get(0).split("\\.", -1)[1];
    assertThat(new String(Base64.getUrlDecoder().decode(jwt), StandardCharsets.UTF_8))
        .contains("\"iss\":\"doorward-gateway\"", "\"aud\":\"tools\"");

    HttpResponse<String> inQuery = rpc.send("/mcp?access_token=" + token.raw(), null, PING);
    assertThat(inQuery.statusCode()).isEqualTo(400);
    assertThat(reached("/mcp")).isEqualTo(before + 1);
  }

  @Test
  @Tag("MCP-6")
  void aPageOfAnotherOriginMayNotCall() {
    upstream().answer("/mcp", json("{}"));
    upstream().answer("/published", json("{}"));
    String token = token("mcp:*");
    Map<String, Integer> here =
        Map.of(
            "http://127.0.0.1:" + suite.port(),
            200,
            "http://127.0.0.1",
            403,
            "https://127.0.0.1:" + suite.port(),
            403,
            "http://evil.example",
            403,
            "null",
            403,
            "",
            403);
    here.forEach(
        (origin, status) ->
            assertThat(
                    Http.send(rpc.post("/mcp", token, PING).header("Origin", origin)).statusCode())
                .as(origin)
                .isEqualTo(status));
    Map<String, Integer> there =
        Map.of(
            "https://mcp.example.com",
            200,
            "https://inspector.example.com",
            200,
            "http://127.0.0.1:" + suite.port(),
            403);
    there.forEach(
        (origin, status) ->
            assertThat(
                    Http.send(rpc.post("/published", token, PING).header("Origin", origin))
                        .statusCode())
                .as(origin)
                .isEqualTo(status));
    assertThat(
            Http.code(
                Http.send(rpc.post("/mcp", null, PING).header("Origin", "http://evil.example"))))
        .isEqualTo("403 origin_not_allowed");
  }

  @Test
  @Tag("MCP-6")
  void aNameThatWasMadeToLeadHereIsNoProofOfOrigin() throws Exception {
    try (RawSocket socket = new RawSocket(suite.port())) {
      String answer =
          socket
              .send(
                  "POST /mcp HTTP/1.1\r\nHost: evil.example:8080\r\n"
                      + "Origin: http://evil.example:8080\r\nContent-Type: application/json\r\n"
                      + "Authorization: Bearer "
                      + token("mcp:*")
                      + "\r\nContent-Length: "
                      + PING.length()
                      + "\r\n\r\n"
                      + PING)
              .answer();
      assertThat(answer).startsWith("HTTP/1.1 403").contains("origin_not_allowed");
    }
  }

  @Test
  @Tag("MCP-7")
  @Tag("MCP-11")
  void fieldsThatRepeatTheMessageMustAgreeWithIt() {
    upstream().answer("/mcp", json("{}"));
    String token = token("mcp:*");
    int before = reached("/mcp");
    HttpResponse<String> refused =
        Http.send(
            rpc.post("/mcp", token, Rpc.call("delete"))
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", "read"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode fault = Http.json(refused);
    assertThat(fault.path("id").asInt()).isEqualTo(1);
    assertThat(fault.path("error").path("code").asInt()).isEqualTo(-32_020);
    assertThat(fault.path("error").path("data").path("code").asText()).isEqualTo("invalid_request");
    assertThat(reached("/mcp")).isEqualTo(before);

    HttpResponse<String> passed =
        Http.send(
            rpc.post("/mcp", token, Rpc.call("grüße"))
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", "=?base64?Z3LDvMOfZQ==?=")
                .header("Mcp-Param-Region", "=?base64?w7w=?=")
                .header("Mcp-Param-Unheard-Of", " x "));
    assertThat(passed.statusCode()).as(passed.body()).isEqualTo(200);
    StubUpstream.Received seen = upstream().received("/mcp").get(before);
    assertThat(seen.header("Mcp-Param-Region")).containsExactly("=?base64?w7w=?=");
    assertThat(seen.header("Mcp-Param-Unheard-Of")).containsExactly("x");
    assertThat(seen.header("Mcp-Name")).containsExactly("=?base64?Z3LDvMOfZQ==?=");
  }

  @Test
  @Tag("MCP-8")
  void whatAServerCouldReadDifferentlyReachesNone() throws Exception {
    String token = token("mcp:*");
    int before = reached("/mcp");
    List<String> bodies =
        List.of(
            "[" + PING + "]",
            "\ufeff" + PING,
            PING + PING,
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"method\":\"tools/call\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"Method\":\"tools/call\"}",
            Rpc.message("tools/call", "{\"name\":\"a\",\"name\":\"b\"}"),
            Rpc.message("tools/call", "{}"),
            Rpc.message("ping", "[".repeat(10_000) + "]".repeat(10_000)),
            "");
    for (String body : bodies) {
      HttpResponse<String> refused = rpc.send("/mcp", token, body);
      assertThat(refused.statusCode()).as(body).isEqualTo(400);
      assertThat(Http.json(refused).path("error").path("code").asInt()).isNegative();
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(PING.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(
            Http.send(
                    rpc.post("/mcp", token, "")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(packed.toByteArray())))
                .statusCode())
        .isEqualTo(400);
    assertThat(
            Http.send(
                    rpc.post("/mcp", token, "")
                        .POST(BodyPublishers.ofString(PING, StandardCharsets.UTF_16)))
                .statusCode())
        .isEqualTo(400);
    for (String type :
        List.of("text/plain", "application/json; charset=utf-16", "application/xml")) {
      assertThat(
              Http.send(rpc.post("/mcp", token, PING).setHeader("Content-Type", type)).statusCode())
          .as(type)
          .isBetween(400, 415);
    }
    assertThat(reached("/mcp")).isEqualTo(before);
  }

  @Test
  @Tag("MCP-8")
  void whatIsJudgedIsWhatIsForwarded() {
    upstream().answer("/mcp", json("{}"));
    String body =
        " {\"params\" : {\"name\":\"ec\\u0068o\", \"arguments\":{\"n\":1.50e0,\"t\":\"\\/\"}},\n"
            + " \"method\":\"tools/call\", \"id\":1, \"jsonrpc\":\"2.0\"}\n";
    int before = reached("/mcp");
    HttpResponse<String> passed =
        Http.send(
            rpc.post("/mcp", token("mcp:tools:call:echo"), "")
                .POST(
                    BodyPublishers.fromPublisher(
                        BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)))));
    assertThat(passed.statusCode()).as(passed.body()).isEqualTo(200);
    StubUpstream.Received seen = upstream().received("/mcp").get(before);
    assertThat(seen.body()).isEqualTo(body);
    assertThat(seen.header("Content-Length")).containsExactly(Integer.toString(body.length()));
    assertThat(seen.header("Transfer-Encoding")).isEmpty();
  }

  @Test
  @Tag("MCP-8")
  @Tag("DOS-1")
  void aMessageHasABound() {
    upstream().answer("/small", json("{}"));
    String token = token("mcp:*");
    String fits = Rpc.message("ping", "{\"x\":\"" + "y".repeat(900) + "\"}");
    String large = Rpc.message("ping", "{\"x\":\"" + "y".repeat(1_024) + "\"}");
    assertThat(rpc.send("/small", token, fits).statusCode()).isEqualTo(200);
    assertThat(rpc.send("/small", token, large).statusCode()).isEqualTo(413);
    assertThat(
            Http.send(
                    rpc.post("/small", token, "")
                        .POST(
                            BodyPublishers.fromPublisher(
                                BodyPublishers.ofByteArray(
                                    large.getBytes(StandardCharsets.UTF_8)))))
                .statusCode())
        .isEqualTo(413);
  }

  @Test
  @Tag("MCP-10")
  void aSessionIsOfNoUseToAnybodyElse() {
    upstream()
        .answer(
            "/mcp",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nMcp-Session-Id: up.1\r\n"
                + "Content-Length: 2\r\n\r\n{}");
    Suite.Known owner = suite.token(t -> t.scopes("mcp:*"));
    String session =
        rpc.send("/mcp", owner.raw(), PING).headers().firstValue("Mcp-Session-Id").orElseThrow();
    assertThat(session).endsWith(".up.1").isNotEqualTo("up.1");
    int before = reached("/mcp");
    assertThat(
            Http.send(rpc.post("/mcp", owner.raw(), PING).header("Mcp-Session-Id", session))
                .statusCode())
        .isEqualTo(200);
    assertThat(upstream().received("/mcp").get(before).header("Mcp-Session-Id"))
        .containsExactly("up.1");
    String other = token("mcp:*");
    for (String handle : List.of(session, "up.1", session + "1", "." + session, "x")) {
      for (var request :
          List.of(
              rpc.post("/mcp", other, PING),
              Http.request(suite.port(), "/mcp").header("Authorization", "Bearer " + other),
              Http.request(suite.port(), "/mcp")
                  .header("Authorization", "Bearer " + other)
                  .DELETE())) {
        assertThat(Http.code(Http.send(request.header("Mcp-Session-Id", handle))))
            .as(handle)
            .isEqualTo("404 not_found");
      }
    }
    assertThat(
            Http.send(rpc.post("/published", owner.raw(), PING).header("Mcp-Session-Id", session))
                .statusCode())
        .isEqualTo(404);
    assertThat(
            Http.send(
                    rpc.post("/mcp", owner.raw(), PING)
                        .header("Mcp-Session-Id", session)
                        .header("Mcp-Session-Id", session))
                .statusCode())
        .isEqualTo(400);
    assertThat(reached("/mcp")).isEqualTo(before + 1);
    Http.send(rpc.post("/mcp", owner.raw(), PING).header("Mcp_Session_Id", "up.2"));
    assertThat(upstream().received("/mcp").get(before + 1).head()).doesNotContain("up.2");
  }

  @Test
  @Tag("MCP-10")
  void anEventOfAnotherStreamIsAskedForOnlyWithinASession() {
    String token = token("mcp:*");
    assertThat(
            Http.send(
                    Http.request(suite.port(), "/mcp")
                        .header("Authorization", "Bearer " + token)
                        .header("Last-Event-ID", "7"))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void aListHoldsWhatTheTokenMayCall() {
    String list =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}],"
            + "\"nextCursor\":\"2\"}}";
    String pruned = list.replace(",{\"name\":\"b\"}", "");
    String token = token("mcp:tools:call:a");
    String ask = Rpc.message("tools/list", "{\"cursor\":\"1\"}");
    upstream().answer("/mcp", json(list));
    HttpResponse<String> json = rpc.send("/mcp", token, ask);
    assertThat(json.body()).isEqualTo(pruned);
    assertThat(json.headers().firstValue("ETag")).isEmpty();
    assertThat(rpc.send("/mcp", token("mcp:tools:call"), ask).body()).isEqualTo(list);

    String progress = "event: message\r\ndata: {\"method\":\"notifications/progress\"}\r\n\r\n";
    upstream().answer("/mcp", answer("text/event-stream", progress + "data: " + list + "\n\n"));
    HttpResponse<String> events = rpc.send("/mcp", token, ask);
    assertThat(events.body()).isEqualTo(progress + "data: " + pruned + "\n\n");
    HttpResponse<String> stream =
        Http.send(Http.request(suite.port(), "/mcp").header("Authorization", "Bearer " + token));
    assertThat(stream.body()).isEqualTo(progress + "data: " + pruned + "\n\n");
  }

  @Test
  void aListThatCannotBeLookedIntoIsNotPassedOn() {
    String token = token("mcp:base", "mcp:tools:call:a");
    String ask = Rpc.message("tools/list", "{}");
    for (String wrong :
        List.of(
            answer("text/html", "<p>"),
            json("{\"result\":{\"tools\":{}}}"),
            json("{\"result\":{\"tools\":[],\"tools\":[]}}"),
            json("\"" + "x".repeat(2_000) + "\""),
            answer("text/event-stream", "data: {\"result\":{\"tools\":[}}\n\n"),
            json("{}").replace("ETag", "Content-Encoding: gzip\r\nETag"))) {
      upstream().answer("/small", wrong);
      HttpResponse<String> answer = rpc.send("/small", token, ask);
      assertThat(Http.code(answer)).as(wrong).isEqualTo("502 upstream_unreachable");
    }
    upstream().answer("/small", "HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\nwell");
    assertThat(rpc.send("/small", token, ask).body()).isEqualTo("well");
  }

  @Test
  void onlyTheMethodsOfTheTransportAreThere() {
    for (String method : List.of("PUT", "PATCH", "OPTIONS")) {
      HttpResponse<String> refused =
          Http.send(
              Http.request(suite.port(), "/mcp")
                  .header("Authorization", "Bearer " + token("mcp:*"))
                  .method(method, BodyPublishers.noBody()));
      assertThat(refused.statusCode()).as(method).isEqualTo(405);
      assertThat(refused.headers().firstValue("Allow").orElse("")).contains("POST", "DELETE");
    }
    assertThat(
            Http.send(
                    Http.request(suite.port(), "/mcp")
                        .header("Authorization", "Bearer " + token("mcp:*"))
                        .method("GET", BodyPublishers.ofString(PING)))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void aFixedTokenFromTheEnvironmentIsForDevelopment() {
    upstream().answer("/development", json("{}"));
    assertThat(rpc.send("/development", GatewayStubs.MCP_TOKEN, Rpc.call("anything")).statusCode())
        .isEqualTo(200);
    assertThat(upstream().received("/development").get(0).head())
        .doesNotContain(GatewayStubs.MCP_TOKEN);
    assertThat(Http.code(rpc.send("/development", GatewayStubs.MCP_TOKEN + "x", PING)))
        .isEqualTo("401 invalid_token");
    assertThat(Http.code(rpc.send("/development", token("mcp:*"), PING)))
        .isEqualTo("401 invalid_token");
    assertThat(Http.code(rpc.send("/development", null, PING)))
        .isEqualTo("401 credentials_required");
  }

  @Test
  void aServerMayBeOpenToEverybodyIfItsRouteSaysSo() {
    upstream().answer("/public", json("{}"));
    assertThat(rpc.send("/public", null, Rpc.call("anything")).statusCode()).isEqualTo(200);
    assertThat(rpc.send("/public", null, "[]").statusCode()).isEqualTo(400);
    assertThat(
            Http.send(rpc.post("/public", null, PING).header("Origin", "http://evil.example"))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  @Tag("G6")
  void usageEventsNameTheTool() {
    upstream().answer("/mcp", json("{}"));
    String refused = token("mcp:tools:call:other");
    String passed = token("mcp:tools:call");
    rpc.send("/mcp", refused, Rpc.call("recorded"));
    rpc.send("/mcp", passed, Rpc.call("recorded"));
    rpc.send("/mcp", passed, Rpc.call("with " + passed));
    try (UsageTopic topic = new UsageTopic()) {
      await()
          .untilAsserted(
              () -> {
                List<UsageEvent> events =
                    topic.events().stream()
                        .filter(event -> "recorded".equals(event.tool()))
                        .toList();
                assertThat(events).extracting(UsageEvent::status).contains(200, 403);
                assertThat(events).allMatch(event -> "tools".equals(event.route()));
                assertThat(topic.events()).anyMatch(event -> "with ***".equals(event.tool()));
              });
      assertThat(topic.raw()).doesNotContain(passed);
    }
  }

  private static String jwt(String role, Map<String, String> claims) {
    Map<String, String> all = new LinkedHashMap<>(claims);
    all.put("org", "acme");
    if (!role.isEmpty()) {
      all.put("org_role", role);
    }
    return new CodeFlow(RunningStack.current().identity().issuer()).signIn("carol", all);
  }

  @Test
  @Tag("MCP-4")
  void aJwtIsForTheServerThatItNames() {
    upstream().answer("/published", json("{}"));
    String url = "https://mcp.example.com/servers/published";
    String named = jwt("member", Map.of("aud", url));
    assertThat(rpc.send("/published", named, Rpc.call("anything")).statusCode()).isEqualTo(200);
    assertThat(upstream().received("/published").get(0).head()).doesNotContain(named);
    for (String other : List.of("/mcp", "/named", "/small")) {
      assertThat(Http.code(rpc.send(other, named, PING))).as(other).isEqualTo("401 invalid_token");
    }
    for (String audience : List.of("doorward", url + "/x", "https://mcp.example.com")) {
      assertThat(Http.code(rpc.send("/published", jwt("member", Map.of("aud", audience)), PING)))
          .as(audience)
          .isEqualTo("401 invalid_token");
    }
  }

  @Test
  void theScopesOfAJwtCountAsFarAsItsRoleGoes() {
    upstream().answer("/published", json("{}"));
    String url = "https://mcp.example.com/servers/published";
    String scope = "openid mcp:tools:call:echo HTTPS://other/scope";
    record Case(String role, Map<String, String> claims, String tool, int status) {}
    for (Case one :
        List.of(
            new Case("member", Map.of("aud", url, "scope", scope), "echo", 200),
            new Case("", Map.of("aud", url, "scope", scope), "echo", 200),
            new Case("viewer", Map.of("aud", url, "scope", scope), "echo", 403),
            new Case("member", Map.of("aud", url, "scope", scope), "other", 403),
            new Case("viewer", Map.of("aud", url), "echo", 403),
            new Case("", Map.of("aud", url), "echo", 403))) {
      HttpResponse<String> answer =
          rpc.send("/published", jwt(one.role(), one.claims()), Rpc.call(one.tool()));
      assertThat(answer.statusCode()).as("%s", one).isEqualTo(one.status());
    }
  }
}
