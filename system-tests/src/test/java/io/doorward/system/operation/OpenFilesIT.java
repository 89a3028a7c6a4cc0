package io.doorward.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.stack.identity.DemoPerson;
import io.doorward.stack.suite.ServiceHandle;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Suite.class)
@EnabledOnOs(OS.LINUX)
@Tag("DOS-1")
class OpenFilesIT {
  private static final int REQUESTS = 100;

  /** Connections of pools that may open meanwhile. */
  private static final int OTHERS = 40;

  private final RunningSuite suite;

  OpenFilesIT(RunningSuite suite) {
    this.suite = suite;
  }

  /** Neither a file nor a socket, of TCP or UDP. */
  @Test
  void aRequestLeavesNothingOpenInAnyService() {
    Api alice = suite.as(DemoPerson.ALICE);
    List<String> ofEachService =
        List.of("/api/v1/me", "/api/v1/usage/summary", "/api/v1/security/detections");
    ofEachService.forEach(path -> assertThat(alice.get(path).status()).as(path).isEqualTo(200));
    Map<ServiceHandle, Long> before = open();
    for (int i = 0; i < REQUESTS; i++) {
      ofEachService.forEach(path -> assertThat(alice.get(path).status()).as(path).isEqualTo(200));
    }
    open()
        .forEach(
            (service, now) ->
                assertThat(now - before.getOrDefault(service, 0L))
                    .as(service.name())
                    .isLessThan(OTHERS));
  }

  private Map<ServiceHandle, Long> open() {
    Map<ServiceHandle, Long> counts = new LinkedHashMap<>();
    for (ServiceHandle service : suite.stack().services()) {
      try (Stream<Path> open = Files.list(Path.of("/proc/" + service.pid() + "/fd"))) {
        counts.put(service, open.count());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return counts;
  }
}
