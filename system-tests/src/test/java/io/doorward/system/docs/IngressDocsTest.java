package io.doorward.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.doorward.contract.channel.Headers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations for proxies in front, ready to be copied, forget nothing. */
class IngressDocsTest {
  private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ingress/nginx.conf",
        "ingress/Caddyfile",
        "ingress/traefik.yaml",
        "ingress/ingress-nginx.yaml",
        "ingress/gateway-api.yaml",
        "ingress.md"
      })
  @Tag("FWD-4")
  void everyIdentityFieldIsCopied(String file) throws Exception {
    String text = Files.readString(DOCS.resolve(file));
    assertThat(text).contains("Authorization", "X-API-Key");
    assertThat(Headers.IDENTITY).allSatisfy(name -> assertThat(text).contains(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "traefik.yaml",
        "ingress-nginx.yaml",
        "gateway-api.yaml",
        "kubernetes.yaml",
        "envoy-grpc.yaml",
        "envoy-http.yaml"
      })
  @Tag("FWD-3")
  @Tag("F7")
  void everyConfigurationIsYamlAndFailsClosed(String file) throws Exception {
    Path path = DOCS.resolve("ingress").resolve(file);
    try (var documents = new YAMLMapper().readerFor(JsonNode.class).readValues(path.toFile())) {
      assertThat(documents.hasNext()).isTrue();
      while (documents.hasNext()) {
        assertThat(documents.next().toString().toLowerCase(Locale.ROOT))
            .doesNotContain("\"failure_mode_allow\":true", "failopen");
      }
    }
  }

  @Test
  @Tag("FWD-7")
  void nothingTurnsACacheOfAnswersOnAndThePageWarnsOfIt() throws Exception {
    assertThat(Files.readString(DOCS.resolve("ingress/nginx.conf"))).contains("proxy_cache off;");
    assertThat(
            new YAMLMapper()
                .readTree(DOCS.resolve("ingress/ingress-nginx.yaml").toFile())
                .at("/metadata/annotations")
                .toString())
        .doesNotContain("auth-cache");
    assertThat(Files.readString(DOCS.resolve("ingress.md")))
        .contains("auth-cache-key", "5 minutes");
  }
}
