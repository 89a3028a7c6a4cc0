package io.doorward.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.Answer;
import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whichever way a decision is asked for, it is the same. */
@ExtendWith(Suite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("G2")
@Tag("G3")
@Tag("G8")
class ConformanceIT {
  private static final String INACTIVE = "{\"active\":false}";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final RunningSuite suite;
  private final Table table;
  private List<Row> rows = List.of();
  private int asking;

  ConformanceIT(RunningSuite suite) {
    this.suite = suite;
    this.table = new Table(suite);
  }

  @BeforeAll
  void writeTheTable() {
    JsonNode checks =
        Api.of(suite.stack().addresses().gatewayManagement().get(0))
            .get("/q/health/ready")
            .json()
            .path("checks");
    for (JsonNode check : checks) {
      asking = Math.max(asking, check.at("/data/forwardAuthPort").asInt());
    }
    assertThat(asking).isPositive();
    rows = table.rows();
    Table.settle(rows, List.of(suite.gateway(0), suite.gateway(1)));
  }

  @AfterAll
  void release() {
    table.release();
  }

  private String asked() {
    return "http://127.0.0.1:" + asking;
  }

  private Stream<DynamicTest> all(Way way) {
    return rows.stream().map(row -> dynamicTest(row.name(), () -> expect(row, way)));
  }

  private static void expect(Row row, Way way) {
    // On a busy machine something may be late; then the answer is to try again, so that is done.
    Reply reply =
        await()
            .atMost(PATIENCE)
            .until(
                () -> way.ask(row.question()),
                answer -> answer.status() != 503 || row.status() == 503);
    assertThat(reply.status()).as(reply.body()).isEqualTo(row.status());
    if (row.status() == 200) {
      passed(row, reply);
    } else {
      assertThat(reply.code()).isEqualTo(row.code());
      assertThat(reply.header("Cache-Control")).contains("no-store");
      assertThat(reply.header("X-Request-Id")).hasSize(1);
    }
    boolean challenges =
        row.status() == 401 || row.code().equals("insufficient_scope") || row.status() == 400;
    assertThat(reply.header("WWW-Authenticate")).hasSize(challenges ? 1 : 0);
    boolean later = row.status() == 429 || row.status() == 503;
    assertThat(reply.header("Retry-After")).hasSize(later ? 1 : 0);
    assertThat(reply.header("Allow")).hasSize(row.status() == 405 ? 1 : 0);
  }

  private static void passed(Row row, Reply reply) {
    assertThat(reply.upstream()).containsEntry("x-doorward-owner", row.owner());
    assertThat(reply.upstream().get("authorization")).startsWith("Bearer ey");
    assertThat(reply.upstream().getOrDefault("x-api-key", "")).isEmpty();
    assertThat(reply.upstream().toString()).doesNotContain("mallory");
    String credential = row.question().headers().getOrDefault("Authorization", "");
    assertThat(reply.upstream().get("authorization")).isNotEqualTo(credential);
  }

  @TestFactory
  Stream<DynamicTest> theReverseProxy() {
    return all(Ways.through(suite.stack().addresses().gateway()));
  }

  @TestFactory
  @Tag("FWD-2")
  Stream<DynamicTest> forwardAuth() {
    return all(Ways.forwardAuth(asked()));
  }

  @TestFactory
  @Tag("FWD-1")
  Stream<DynamicTest> authRequest() {
    return all(Ways.authRequest(asked()));
  }

  @TestFactory
  @Tag("FWD-3")
  Stream<DynamicTest> extAuthzOverHttp() {
    return all(Ways.extAuthz(asked()));
  }

  @TestFactory
  @Tag("FWD-3")
  Stream<DynamicTest> extAuthzOverGrpc() {
    EnvoyWay envoy = new EnvoyWay(asking);
    return all(envoy).onClose(envoy::close);
  }

  @TestFactory
  @Tag("FWD-1")
  @Tag("FWD-4")
  @Tag("FWD-6")
  @Tag("FWD-9")
  Stream<DynamicTest> nginxInFront() throws Exception {
    FrontProxy nginx = FrontProxy.nginx(installed("nginx"), asking, upstream());
    return all(Ways.through(nginx.address())).onClose(nginx::close);
  }

  @TestFactory
  @Tag("FWD-2")
  @Tag("FWD-4")
  Stream<DynamicTest> caddyInFront() throws Exception {
    FrontProxy caddy = FrontProxy.caddy(installed("caddy"), asking, upstream());
    return all(Ways.through(caddy.address())).onClose(caddy::close);
  }

  private static Path installed(String program) {
    Optional<Path> found = FrontProxy.find(program);
    if (found.isEmpty()) {
      abort(program + " is not installed: ./dev tools installs it on Debian");
    }
    return found.orElseThrow();
  }

  private int upstream() {
    return URI.create(suite.stack().addresses().demoUpstream()).getPort();
  }

  @TestFactory
  @Tag("INT-2")
  @Tag("INT-3")
  @Tag("INT-4")
  @Tag("CMP-2")
  Stream<DynamicTest> introspection() {
    return rows.stream()
        .filter(row -> row.token() != null)
        .map(
            row ->
                dynamicTest(
                    row.name(),
                    () -> {
                      Answer answer = TokenQuestions.introspect(row.asker(), row.token());
                      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                      assertThat(answer.header("Cache-Control")).contains("no-store");
                      if (row.active()) {
                        assertThat(answer.json().path("active").asBoolean()).isTrue();
                        assertThat(answer.text("scope")).isEqualTo("demo:read");
                        assertThat(answer.text("sub")).isEqualTo("alice");
                      } else {
                        assertThat(answer.body()).isEqualTo(INACTIVE);
                      }
                    }));
  }

  @TestFactory
  @Tag("T4")
  @Tag("CMP-2")
  Stream<DynamicTest> validation() {
    return rows.stream()
        .filter(row -> row.token() != null)
        .map(
            row ->
                dynamicTest(
                    row.name(),
                    () -> {
                      Answer answer =
                          TokenQuestions.validate(row.asker(), row.token(), row.scope());
                      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                      if (row.active()) {
                        assertThat(answer.json().path("active").asBoolean()).isTrue();
                        assertThat(answer.json().path("allowed").asBoolean())
                            .isEqualTo(row.refusal().isEmpty());
                        assertThat(answer.text("refusal")).isEqualTo(row.refusal());
                      } else {
                        assertThat(answer.body()).isEqualTo(INACTIVE);
                      }
                    }));
  }

  @Test
  @Tag("INT-1")
  void nobodyIsToldOfATokenWithoutACredential() {
    Row good = rows.get(0);
    Api anonymous = suite.gateway(0);
    assertThat(TokenQuestions.introspect(anonymous, good.token()).status()).isEqualTo(401);
    assertThat(TokenQuestions.validate(anonymous, good.token(), "demo:read").status())
        .isEqualTo(401);
    Api itself = anonymous.with(good.token());
    assertThat(TokenQuestions.introspect(itself, good.token()).status()).isEqualTo(403);
  }

  /** The token that nobody knows must never be a yes while nobody can be asked. */
  @Test
  @Tag("G7")
  @Tag("FWD-3")
  void withoutTokenServiceNoWaySaysYes() throws Exception {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("proxy", Ways.through(suite.stack().addresses().gateway()));
    ways.put("ForwardAuth", Ways.forwardAuth(asked()));
    ways.put("auth_request", Ways.authRequest(asked()));
    ways.put("ext_authz over HTTP", Ways.extAuthz(asked()));
    Optional<Path> nginx = FrontProxy.find("nginx");
    Optional<Path> caddy = FrontProxy.find("caddy");
    try (EnvoyWay envoy = new EnvoyWay(asking);
        FrontProxy nginxInFront =
            nginx.isEmpty() ? null : FrontProxy.nginx(nginx.get(), asking, upstream());
        FrontProxy caddyInFront =
            caddy.isEmpty() ? null : FrontProxy.caddy(caddy.get(), asking, upstream())) {
      ways.put("ext_authz over gRPC", envoy);
      if (nginxInFront != null) {
        ways.put("nginx", Ways.through(nginxInFront.address()));
      }
      if (caddyInFront != null) {
        ways.put("Caddy", Ways.through(caddyInFront.address()));
      }
      suite.stack().tokenService().kill();
      try {
        ways.forEach(
            (name, way) ->
                expect(
                    Row.refused(
                        name,
                        new Question("GET", "/demo/hello", Row.bearer(Table.unknown())),
                        503,
                        "dependency_unavailable"),
                    way));
        Row good = rows.get(0);
        assertThat(TokenQuestions.introspect(good.asker(), good.token()).status()).isEqualTo(502);
        assertThat(TokenQuestions.validate(good.asker(), good.token(), "demo:read").status())
            .isEqualTo(502);
      } finally {
        suite.stack().tokenService().start();
      }
    }
    await()
        .atMost(PATIENCE)
        .until(
            () -> TokenQuestions.introspect(rows.get(0).asker(), rows.get(0).token()).status(),
            status -> status == 200);
  }
}
