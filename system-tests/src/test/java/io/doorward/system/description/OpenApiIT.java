package io.doorward.system.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.doorward.stack.suite.StackAddresses;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spectral's rules for OpenAPI and OWASP's for APIs; needs Node and the npm registry. */
@ExtendWith(Suite.class)
class OpenApiIT {
  private static final List<String> PACKAGES =
      List.of("@stoplight/spectral-cli@6.16.3", "@stoplight/spectral-owasp-ruleset@2.0.1");
  private static final Path TOOLS = Path.of("target/spectral").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 240;

  private final StackAddresses addresses;

  OpenApiIT(RunningSuite suite) {
    this.addresses = suite.stack().addresses();
  }

  @Test
  @Tag("API-1")
  @Tag("F6")
  void keepsTheRules() throws Exception {
    assumeThat(onPath("npm")).as("Node is there").isTrue();
    Files.createDirectories(TOOLS);
    install();
    Files.copy(
        Path.of("src/test/resources/openapi/ruleset.yaml"),
        TOOLS.resolve("ruleset.yaml"),
        StandardCopyOption.REPLACE_EXISTING);
    for (Map.Entry<String, String> service : services().entrySet()) {
      Api.Answer document = Api.of(service.getValue()).get("/q/openapi?format=json");
      assertThat(document.status()).isEqualTo(200);
      String file = service.getKey() + ".json";
      Files.writeString(TOOLS.resolve(file), document.body());
      String binary = TOOLS.resolve("node_modules/.bin/spectral").toString();
      Ended ended =
          run(
              binary,
              "lint",
              "--quiet",
              "--ruleset",
              "ruleset.yaml",
              "--fail-severity",
              "error",
              file);
      assertThat(ended.code()).as(ended.output()).isZero();
    }
  }

  private Map<String, String> services() {
    return new TreeMap<>(
        Map.of(
            "token-service", addresses.tokenService(),
            "usage-analytics", addresses.usageAnalytics(),
            "security-monitor", addresses.securityMonitor()));
  }

  private static void install() throws IOException, InterruptedException {
    Ended ended =
        run(
            Stream.concat(
                    Stream.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"),
                    PACKAGES.stream())
                .toArray(String[]::new));
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private record Ended(int code, String output) {}

  private static Ended run(String... command) throws IOException, InterruptedException {
    Path output = TOOLS.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(TOOLS.toFile())
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
