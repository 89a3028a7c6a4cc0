package io.doorward.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Suite.class)
class FootprintIT {
  private static final long BOUND_KIB = 2_560L * 1_024;

  private final RunningSuite suite;

  FootprintIT(RunningSuite suite) {
    this.suite = suite;
  }

  /** Proportional set size: memory that processes share is counted once. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theWholeRunningStackFitsInTwoAndAHalfGibibytes() {
    assertThat(suite.stack().services()).allMatch(service -> service.running());
    long kib;
    try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
      kib = children.mapToLong(FootprintIT::pssKib).sum();
    }
    assertThat(kib).isBetween(500L * 1_024, BOUND_KIB);
  }

  private static long pssKib(ProcessHandle process) {
    try {
      Optional<String> pss =
          Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup")).stream()
              .filter(line -> line.startsWith("Pss:"))
              .findFirst();
      return pss.map(line -> Long.parseLong(line.replaceAll("\\D", ""))).orElse(0L);
    } catch (IOException e) {
      return 0;
    }
  }
}
