package io.doorward.bench;

import io.doorward.test.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void theHouseRulesHold() {
    ArchitectureRules.of("io.doorward.bench").check();
  }
}
