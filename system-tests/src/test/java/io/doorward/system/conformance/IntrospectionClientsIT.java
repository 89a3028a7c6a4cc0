package io.doorward.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.NewToken;
import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of RFC 7662 that others wrote take the answers; needs Node and the npm registry. */
@ExtendWith(Suite.class)
@Tag("INT-5")
class IntrospectionClientsIT {
  private static final Path TOOLS = Path.of("target/introspection-clients").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 240;

  private final RunningSuite suite;
  private final Api alice;

  IntrospectionClientsIT(RunningSuite suite) {
    this.suite = suite;
    this.alice = suite.as(DemoPerson.ALICE);
  }

  @Test
  void independentClientsTakeTheAnswers() throws Exception {
    assumeThat(FrontProxy.find("npm")).as("Node is there").isPresent();
    Files.createDirectories(TOOLS);
    Files.copy(
        Path.of("src/test/resources/conformance/introspect.mjs"),
        TOOLS.resolve("introspect.mjs"),
        StandardCopyOption.REPLACE_EXISTING);
    run(
        Map.of(),
        "npm",
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "oauth4webapi@3.8.8",
        "openid-client@6.8.9");
    NewToken good = alice.createToken("asked about", "demo:read");
    NewToken server = alice.createToken("resource server", "tokens:introspect");
    String tokens = new ObjectMapper().writeValueAsString(List.of(good.token(), Table.unknown()));

    JsonNode answers =
        new ObjectMapper()
            .readTree(
                run(
                    Map.of("CREDENTIAL", server.token(), "TOKENS", tokens),
                    "node",
                    "introspect.mjs",
                    suite.stack().addresses().gateway()));

    for (String client : List.of("oauth4webapi", "openidClient")) {
      assertThat(answers.get(0).at("/" + client + "/active").asBoolean()).isTrue();
      assertThat(answers.get(0).at("/" + client + "/sub").asText()).isEqualTo("alice");
      assertThat(answers.get(1).path(client).toString()).isEqualTo("{\"active\":false}");
    }
  }

  private static String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path output = TOOLS.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(TOOLS.toFile())
            .redirectError(TOOLS.resolve("error.txt").toFile())
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + command[0]);
    }
    assertThat(process.exitValue()).as(Files.readString(TOOLS.resolve("error.txt"))).isZero();
    return Files.readString(output);
  }
}
