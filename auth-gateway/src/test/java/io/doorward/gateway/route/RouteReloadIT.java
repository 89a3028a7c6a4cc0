package io.doorward.gateway.route;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.RawSocket;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(
    value = GatewayStubs.class,
    initArgs = @ResourceArg(name = "routes", value = "/features.yaml"))
class RouteReloadIT {
  @Inject Suite suite;
  @Inject Routes routes;
  @Inject RouteConfig config;
  private Path file;
  private String original;

  @BeforeEach
  void keep() throws IOException {
    file = Path.of(config.routes());
    original = Files.readString(file);
  }

  @AfterEach
  void restore() throws IOException, InvalidRoutes {
    putInForce(original);
  }

  private void swap(String text) throws IOException {
    Path next = Files.writeString(Files.createTempFile(file.getParent(), "next-", ".yaml"), text);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private void putInForce(String text) throws IOException, InvalidRoutes {
    swap(text);
    String hash = RouteDocument.read(file).hash();
    await().until(() -> routes.hash().equals(hash) && routes.refusal().isEmpty());
  }

  private HttpResponse<String> plain(String path) {
    return Http.send(Http.request(suite.port(), path));
  }

  private String extra(int i) {
    return original
        + "  - { id: extra-%d, path: /extra/%d, credentials: [none], upstream: { url: \"${test.upstream}\" } }%n"
            .formatted(i, i);
  }

  @Test
  @Tag("RES-6")
  void routesAreExchangedUnderLoadAndNoRequestIsLost() throws Exception {
    Suite.Known token = suite.token(t -> t);
    AtomicBoolean going = new AtomicBoolean(true);
    Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread client =
          new Thread(
              () -> {
                while (going.get()) {
                  statuses.add(suite.get("/things/steady", token).statusCode());
                }
              });
      client.start();
      clients.add(client);
    }
    try {
      for (int i = 0; i < 5; i++) {
        int before = statuses.size();
        putInForce(extra(i));
        assertThat(plain("/extra/" + i).statusCode()).isEqualTo(200);
        assertThat(plain("/extra/" + (i + 5)).statusCode()).isEqualTo(404);
        swap("routes: [{ id: Broken }]");
        await().until(() -> routes.refusal().isPresent());
        assertThat(plain("/extra/" + i).statusCode()).isEqualTo(200);
        await().until(() -> statuses.size() > before + 20);
      }
    } finally {
      going.set(false);
      for (Thread client : clients) {
        client.join();
      }
    }
    assertThat(statuses).hasSizeGreaterThan(100).containsOnly(200);
  }

  @Test
  @Tag("RES-6")
  void whatIsUnderWayEndsOnTheRouteItBeganOn() throws Exception {
    Suite.Known token = suite.token(t -> t);
    try (RawSocket socket = new RawSocket(suite.port())) {
      socket.send(
          "POST /things/begun HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + token.raw()
              + "\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
      socket.upTo("100 Continue\r\n\r\n");
      putInForce(original.replace("/things/", "/others/"));
      assertThat(Http.code(suite.get("/things/begun", token))).isEqualTo("404 not_found");
      assertThat(suite.get("/others/new", token).statusCode()).isEqualTo(200);
      assertThat(socket.send("body").answer()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(GatewayStubs.upstream().received("/things/begun"))
        .singleElement()
        .satisfies(seen -> assertThat(seen.body()).isEqualTo("body"));
  }

  @Test
  @Tag("RES-6")
  @Tag("RES-9")
  void aRefusedFileIsToldOfByReadinessWhichStaysUp() throws Exception {
    swap("routes: [{ id: Broken }]");
    await().until(() -> routes.refusal().isPresent());
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body(
            "checks.find { it.name == 'gateway' }.data.routesRefused",
            containsString("routes[0].id: must be"))
        .body(
            "checks.find { it.name == 'gateway' }.data.routesHash",
            equalTo(routes.hash().substring(0, 12)));
    restore();
    given()
        .get("/q/health/ready")
        .then()
        .body("checks.find { it.name == 'gateway' }.data.routesRefused", equalTo("none"));
  }

  @ParameterizedTest
  @Tag("G10")
  @CsvSource({
    "POST,   /api/auth/tokens,           tokens:write, /api/v1/tokens",
    "GET,    /api/auth/tokens,           tokens:read,  /api/v1/tokens",
    "DELETE, /api/auth/tokens/7,         tokens:write, /api/v1/tokens/7",
    "POST,   /api/v2/tokens/,            tokens:write, /api/v1/tokens",
    "GET,    /api/v2/tokens/,            tokens:read,  /api/v1/tokens",
    "POST,   /api/v2/tokens,             tokens:write, /api/v1/tokens",
    "GET,    /api/v2/tokens,             tokens:read,  /api/v1/tokens",
    "GET,    /api/v2/tokens/7,           tokens:read,  /api/v1/tokens/7",
    "DELETE, /api/v2/tokens/7,           tokens:write, /api/v1/tokens/7",
    "PATCH,  /api/v2/tokens/7,           tokens:write, /api/v1/tokens/7",
    "POST,   /api/v2/tokens/7/rotate,    tokens:write, /api/v1/tokens/7/rotate",
    "POST,   /api/v2/tokens/validate,    tokens:read,  /api/v1/tokens/validate",
    "GET,    /api/v2/tokens/7/usage,     usage:read,   /api/v1/tokens/7/usage",
    "POST,   /api/v1/auth/keys,          tokens:write, /api/v1/tokens",
    "GET,    /api/v1/auth/keys,          tokens:read,  /api/v1/tokens",
    "DELETE, /api/v1/auth/keys/7,        tokens:write, /api/v1/tokens/7",
    "POST,   /api/v1/auth/keys/7/rotate, tokens:write, /api/v1/tokens/7/rotate",
    "POST,   /api/tokens,                tokens:write, /api/v1/tokens",
    "GET,    /api/tokens,                tokens:read,  /api/v1/tokens",
    "DELETE, /api/tokens/7,              tokens:write, /api/v1/tokens/7",
    "GET,    /api/tokens/7/usage,        usage:read,   /api/v1/tokens/7/usage"
  })
  void theOlderPathsLeadToTheCanonicalOnesForWhoeverMayGoThere(
      String method, String older, String scope, String canonical) throws Exception {
    putInForce(Files.readString(Path.of("routes/default.yaml")));
    Suite.Known may = suite.token(t -> t.scopes(scope));
    Suite.Known mayNot = suite.token(t -> t.scopes("demo:write"));
    String query = "?from=" + method + older.replace('/', '.') + "~";
    assertThat(Http.code(ask(method, older + query, mayNot))).isEqualTo("403 insufficient_scope");
    assertThat(ask(method, older + query, may).statusCode()).isEqualTo(200);
    assertThat(GatewayStubs.upstream().received(canonical + query))
        .singleElement()
        .satisfies(seen -> assertThat(seen.head()).startsWith(method + " "));
  }

  private HttpResponse<String> ask(String method, String path, Suite.Known token) {
    return Http.send(
        Http.request(suite.port(), path)
            .header("Authorization", "Bearer " + token.raw())
            .method(method, BodyPublishers.noBody()));
  }
}
