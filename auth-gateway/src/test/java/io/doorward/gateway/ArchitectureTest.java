package io.doorward.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import io.doorward.test.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final String ROOT = "io.doorward.gateway";

  @Test
  void theRulesOfTheHouseHold() {
    ArchitectureRules.of(ROOT).check();
  }

  @Test
  void theFloorsAreOnlyEnteredFromAbove() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
        .layer("ways in")
        .definedBy(ROOT + ".proxy..", ROOT + ".explain..")
        .layer("check")
        .definedBy(ROOT + ".check..")
        .layer("health")
        .definedBy(ROOT + ".health..")
        .whereLayer("ways in")
        .mayOnlyBeAccessedByLayers("health")
        .whereLayer("check")
        .mayOnlyBeAccessedByLayers("ways in")
        .whereLayer("health")
        .mayNotBeAccessedByAnyLayer()
        .check(ArchitectureRules.of(ROOT).classes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "edge",
        "route",
        "credential",
        "snapshot",
        "limit",
        "identity",
        "usage"
      })
  void partsDoNotKnowEachOther(String part) {
    String[] others =
        java.util.stream.Stream.of(
                "edge", "route", "credential", "snapshot", "limit", "identity", "usage")
            .filter(other -> !other.equals(part))
            .map(other -> ROOT + "." + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + part + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(ArchitectureRules.of(ROOT).classes());
  }
}
