package io.doorward.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GeneratedDocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void coverageIsWhatTheTestsSay() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/coverage.md")))
        .as("docs/coverage.md is out of date: run ./dev coverage")
        .isEqualTo(Coverage.render(ROOT));
  }

  @Test
  void theConfigurationReferenceIsWhatTheSourcesSay() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/configuration.md")))
        .as("docs/configuration.md is out of date: run ./dev coverage")
        .isEqualTo(ConfigurationReference.render(ROOT));
  }
}
