package io.doorward.usage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import io.doorward.test.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final ArchitectureRules rules = ArchitectureRules.of("io.doorward.usage");

  @Test
  void theHouseRulesHold() {
    rules.check();
  }

  @Test
  void noFloorReachesUp() {
    floor("rollup", "store", "stream", "completeness", "ingest", "directory", "query");
    floor("store", "stream", "completeness", "ingest", "directory", "query");
    floor("stream", "store", "rollup", "completeness", "ingest", "directory", "query");
    floor("completeness", "stream", "ingest", "directory", "query");
    floor("ingest", "directory", "query");
    floor("directory", "ingest", "query");
    floor("activity", "ingest", "directory", "query", "completeness", "rollup");
    floor("query", "activity", "ingest", "directory", "stream", "store");
  }

  @Test
  void rollupIsPure() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.doorward.usage.rollup")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.apache.kafka..", "jakarta..", "io.quarkus.."));
  }

  private void floor(String room, String... others) {
    String[] packages = new String[others.length];
    for (int i = 0; i < others.length; i++) {
      packages[i] = "io.doorward.usage." + others[i] + "..";
    }
    check(
        noClasses()
            .that()
            .resideInAPackage("io.doorward.usage." + room + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages));
  }

  private void check(ArchRule rule) {
    rule.check(rules.classes());
  }
}
