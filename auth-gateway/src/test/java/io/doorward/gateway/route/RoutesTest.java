package io.doorward.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RES-6")
class RoutesTest {
  private static final String GOOD =
      """
      routes:
        - { id: alpha, path: /alpha, upstream: { url: "http://up" }, credentials: [none] }
      """;
  private static final String OTHER = GOOD.replace("alpha", "beta");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Vertx vertx = Vertx.vertx();
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("routes.yaml");
    Files.writeString(file, GOOD);
  }

  @AfterEach
  void close() {
    vertx.close();
  }

  private Routes routes() {
    RouteConfig config =
        new RouteConfig() {
          @Override
          public String routes() {
            return file.toString();
          }

          @Override
          public Duration routesPoll() {
            return Duration.ZERO;
          }
        };
    return new Routes(
        config, new RouteMetrics(registry), new HealthProbes(vertx), System::nanoTime);
  }

  private static boolean serves(Routes routes, String path) {
    return routes.table().match("any", "GET", path) instanceof RouteOutcome.Matched;
  }

  private double metric(String name) {
    return registry.get(name).gauge().value();
  }

  private double reloads(String outcome) {
    return registry.get("doorward.routes.reloads").tag("outcome", outcome).counter().count();
  }

  @Test
  void aChangedFileIsInForceOnceItIsSeenTwice() throws IOException {
    Routes routes = routes();
    String hash = routes.hash();
    Files.writeString(file, OTHER);
    routes.look();
    assertThat(serves(routes, "/alpha")).isTrue();
    routes.look();
    assertThat(serves(routes, "/alpha")).isFalse();
    assertThat(serves(routes, "/beta")).isTrue();
    assertThat(routes.hash()).hasSize(64).isNotEqualTo(hash);
    assertThat(routes.version()).isEqualTo(2);
    assertThat(metric("doorward.routes.version")).isEqualTo(2);
    assertThat(reloads("applied")).isEqualTo(1);
    assertThat(registry.get("doorward.routes.info").gauges()).hasSize(1);
    assertThat(registry.get("doorward.routes.info").gauge().getId().getTag("hash"))
        .isEqualTo(routes.hash().substring(0, 12));
  }

  @Test
  void whatIsHalfWrittenIsNotInForceThoughItIsAFile() throws IOException {
    Routes routes = routes();
    Files.writeString(file, OTHER);
    routes.look();
    Files.writeString(file, OTHER + GOOD.substring(GOOD.indexOf('-') - 2));
    routes.look();
    assertThat(serves(routes, "/beta")).isFalse();
    routes.look();
    assertThat(serves(routes, "/beta")).isTrue();
    assertThat(serves(routes, "/alpha")).isTrue();
    assertThat(routes.version()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n",
        "routes: []",
        "routes: [",
        "routes:\n  - { id: x }\n---\nroutes: []",
        "BIG",
        "GONE",
        "BINARY"
      })
  void aBadFileIsRefusedAndWhatWasInForceStays(String content) throws IOException {
    Routes routes = routes();
    String hash = routes.hash();
    switch (content) {
      case "BIG" -> Files.writeString(file, OTHER + "#".repeat(RouteDocument.MOST_BYTES));
      case "GONE" -> Files.delete(file);
      case "BINARY" -> Files.write(file, new byte[] {'r', (byte) 0xc3, (byte) 0x28});
      default -> Files.writeString(file, content);
    }
    for (int i = 0; i < 5; i++) {
      routes.look();
    }
    assertThat(serves(routes, "/alpha")).isTrue();
    assertThat(routes.hash()).isEqualTo(hash);
    assertThat(routes.refusal()).isPresent();
    assertThat(metric("doorward.routes.stale")).isEqualTo(1);
    assertThat(reloads("refused")).as("each bad file is told of once").isEqualTo(1);

    Files.writeString(file, GOOD);
    routes.look();
    routes.look();
    assertThat(routes.refusal()).isEmpty();
    assertThat(metric("doorward.routes.stale")).isZero();
    assertThat(routes.version()).isEqualTo(1);
  }

  @Test
  void everyFaultOfARefusedFileIsNamed() throws IOException {
    Routes routes = routes();
    Files.writeString(file, "routes:\n  - { id: A, path: x, credentials: [] }");
    routes.look();
    routes.look();
    assertThat(routes.refusal().orElseThrow())
        .contains("routes[0].id:")
        .contains("routes[0].path:")
        .contains("routes[0].credentials:")
        .contains("routes[0].upstream:");
  }

  @Test
  void aLinkThatIsTurnedIsSeen() throws IOException {
    Path before = Files.createDirectory(directory.resolve("..1"));
    Path after = Files.createDirectory(directory.resolve("..2"));
    Files.writeString(before.resolve("routes.yaml"), GOOD);
    Files.writeString(after.resolve("routes.yaml"), OTHER);
    Path data = Files.createSymbolicLink(directory.resolve("..data"), before);
    file = Files.createSymbolicLink(directory.resolve("linked.yaml"), data.resolve("routes.yaml"));
    Routes routes = routes();
    Path turned = Files.createSymbolicLink(directory.resolve("..new"), after);
    Files.move(turned, data, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    routes.look();
    routes.look();
    assertThat(serves(routes, "/beta")).isTrue();
  }

  @Test
  void theGatewayDoesNotStartWithABadFile() throws IOException {
    Files.writeString(file, "");
    assertThatThrownBy(this::routes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is empty");
  }
}
