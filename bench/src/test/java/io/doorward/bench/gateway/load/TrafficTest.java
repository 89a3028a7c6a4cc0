package io.doorward.bench.gateway.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficTest {

  @Test
  void theScriptReadsTheCredentialsBesideIt(@TempDir Path folder) throws IOException {
    Traffic traffic = Traffic.of(folder, List.of("one", "two"));

    assertThat(Files.readString(traffic.script()))
        .contains("\"" + folder + "/conf/tokens.txt\"")
        .doesNotContain("@HOME@")
        .doesNotContain("function delay");
    assertThat(folder.resolve("conf/tokens.txt")).hasContent("one\ntwo\n");
  }

  @Test
  void pacedTrafficPausesAndProxiedTrafficNamesItsClients(@TempDir Path folder) throws IOException {
    Traffic plain = Traffic.of(folder.resolve("plain"), List.of("one"));
    Traffic both =
        plain
            .throughProxy(folder.resolve("proxied"))
            .paced(folder.resolve("both"), Pace.of(1_000, 10));

    assertThat(Files.readString(both.script()))
        .startsWith(Files.readString(plain.script()))
        .contains("X-Forwarded-For: ")
        .contains("for i = 1, 20000 do")
        .contains("function delay() return math.random(5, 15) end");
  }

  @Test
  void aPaceIsALittleFasterThanAskedFor() {
    Pace pace = Pace.of(10_000, 10);

    assertThat(pace.connections() * 1_000.0 / pace.pauseMillis()).isBetween(11_400.0, 11_600.0);
    assertThat(Pace.of(1, 10).connections()).isEqualTo(1);
  }
}
