package io.doorward.monitor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import io.doorward.test.architecture.ArchitectureRules;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final ArchitectureRules rules = ArchitectureRules.of("io.doorward.monitor");

  @Test
  void theHouseRulesHold() {
    rules.check();
  }

  @Test
  void noFloorReachesUp() {
    floor("baseline", "signal", "detect", "score", "respond", "watch", "recent");
    floor("signal", "baseline", "detect", "score", "respond", "watch", "recent");
    floor("score", "signal", "baseline", "detect", "respond", "watch", "recent");
    floor("detect", "score", "respond", "watch", "recent");
    floor("respond", "watch", "recent");
    floor("recent", "watch");
    floor("watch", "recent");
  }

  @Test
  void onlyTheStreamKnowsKafkaStreams() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.doorward.monitor.watch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.streams..", "org.rocksdb.."));
  }

  @Test
  void judgingIsPure() {
    for (String room : new String[] {"baseline", "signal", "score", "detect"}) {
      check(
          noClasses()
              .that()
              .resideInAPackage("io.doorward.monitor." + room)
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage("org.apache.kafka..", "io.quarkus..", "java.nio.file..")
              .orShould()
              .dependOnClassesThat()
              .haveFullyQualifiedName("java.time.Clock"));
    }
  }

  private void floor(String room, String... others) {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.doorward.monitor." + room + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                Arrays.stream(others)
                    .map(other -> "io.doorward.monitor." + other + "..")
                    .toArray(String[]::new)));
  }

  private void check(ArchRule rule) {
    rule.check(rules.classes());
  }
}
