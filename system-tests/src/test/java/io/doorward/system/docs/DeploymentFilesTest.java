package io.doorward.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.doorward.contract.channel.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the deployment files say fits the services as they are. */
@Tag("F7")
class DeploymentFilesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Names that the default routes take their upstreams' addresses from. */
  private static final Set<String> ROUTE_PLACEHOLDERS =
      Set.of(
          "DOORWARD_TOKEN_SERVICE_URL",
          "DOORWARD_USAGE_ANALYTICS_URL",
          "DOORWARD_SECURITY_MONITOR_URL",
          "DOORWARD_DEMO_UPSTREAM_URL");

  @Test
  void everyDoorwardVariableIsAConfigurationKey() throws IOException {
    Set<String> known = configurationKeys();
    Set<String> used = new TreeSet<>();
    for (Path file : manifests()) {
      Matcher name =
          Pattern.compile("\\b(DOORWARD_[A-Z_]+)\\b(?=[:,])").matcher(Files.readString(file));
      while (name.find()) {
        used.add(name.group(1));
      }
    }
    used.removeAll(ROUTE_PLACEHOLDERS);
    // Compose reads these from its own environment.
    used.remove("DOORWARD_USER");
    used.remove("DOORWARD_SESSION_ISSUER");
    used.remove("DOORWARD_SESSION_JWKS");
    assertThat(used).isNotEmpty();
    assertThat(known).containsAll(used);
  }

  @Test
  void everyRequiredKeyIsGivenInBothDeployments() throws IOException {
    Pattern required =
        Pattern.compile("\\| `(doorward\\.[a-z.-]+)` \\| [^|]+ \\| \\*\\*required\\*\\*");
    Matcher key = required.matcher(Files.readString(ROOT.resolve("docs/configuration.md")));
    String compose = Files.readString(ROOT.resolve("docker-compose.yml"));
    StringBuilder kubernetes = new StringBuilder();
    for (Path file : manifests()) {
      if (!file.endsWith("docker-compose.yml")) {
        kubernetes.append(Files.readString(file));
      }
    }
    while (key.find()) {
      assertThat(compose).contains(variable(key.group(1)));
      assertThat(kubernetes.toString()).contains(variable(key.group(1)));
    }
  }

  /** Without these, all clients behind an ingress or a gateway are one address. */
  @Test
  void bothDeploymentsSayWhoseWordOfAClientsAddressIsBelieved() throws IOException {
    for (String file : List.of("docker-compose.yml", "k8s/base/configuration.yaml")) {
      assertThat(Files.readString(ROOT.resolve(file)))
          .containsPattern("(?m)^ +DOORWARD_GATEWAY_EDGE_TRUSTED_PROXIES: \\S");
    }
    assertThat(Files.readString(ROOT.resolve("k8s/base/auth-gateway.yaml")))
        .contains("key: DOORWARD_GATEWAY_EDGE_TRUSTED_PROXIES");
    for (String file : List.of("docker-compose.yml", "k8s/base/token-service.yaml")) {
      assertThat(Files.readString(ROOT.resolve(file))).contains("DOORWARD_HTTP_TRUSTED_PROXIES");
    }
  }

  @Test
  void theTopicScriptCreatesTheTopicsOfTheContract() throws IOException {
    List<String> created =
        Files.readAllLines(ROOT.resolve("docker/kafka/topics.sh")).stream()
            .filter(line -> line.startsWith("create ") && !line.contains("("))
            .toList();
    assertThat(created)
        .containsExactlyInAnyOrderElementsOf(
            Topics.all().stream()
                .map(topic -> "create " + topic.name() + " " + topic.partitions())
                .toList());
  }

  @Test
  @Tag("OPS-2")
  void everyContainerIsUnprivilegedWithProbesAndLimits() throws IOException {
    int deployments = 0;
    for (Path file : manifests()) {
      try (MappingIterator<JsonNode> documents =
          YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
        while (documents.hasNext()) {
          JsonNode document = documents.next();
          if (document.path("kind").asText().equals("Deployment")) {
            deployments++;
            JsonNode pod = document.at("/spec/template/spec");
            JsonNode container = pod.at("/containers/0");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
            assertThat(container.has("readinessProbe") && container.has("livenessProbe")).isTrue();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
          }
        }
      }
    }
    assertThat(deployments).isEqualTo(4);
  }

  private static String variable(String key) {
    return key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  private static Set<String> configurationKeys() throws IOException {
    Matcher key =
        Pattern.compile("^\\| `(doorward\\.[a-z.-]+)`", Pattern.MULTILINE)
            .matcher(Files.readString(ROOT.resolve("docs/configuration.md")));
    return key.results().map(k -> variable(k.group(1))).collect(Collectors.toSet());
  }

  private static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("k8s/base"))) {
      return Stream.concat(files, Stream.of(ROOT.resolve("docker-compose.yml"))).sorted().toList();
    }
  }
}
