package io.doorward.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import io.doorward.test.architecture.ArchitectureRules;
import java.util.stream.Stream;
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
        .definedBy(
            ROOT + ".proxy..",
            ROOT + ".mcp..",
            ROOT + ".forwardauth..",
            ROOT + ".extauthz..",
            ROOT + ".explain..")
        .layer("inquiry")
        .definedBy(ROOT + ".inquiry..")
        .layer("check")
        .definedBy(ROOT + ".check..")
        .layer("health")
        .definedBy(ROOT + ".health..")
        .whereLayer("ways in")
        .mayOnlyBeAccessedByLayers("health")
        .whereLayer("inquiry")
        .mayOnlyBeAccessedByLayers("ways in", "health")
        .whereLayer("check")
        .mayOnlyBeAccessedByLayers("ways in", "inquiry")
        .whereLayer("health")
        .mayNotBeAccessedByAnyLayer()
        .check(ArchitectureRules.of(ROOT).classes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "forwardauth", "extauthz"})
  void waysInDoNotKnowEachOther(String way) {
    String[] others =
        Stream.of("proxy", "forwardauth", "extauthz", "explain")
            .filter(other -> !other.equals(way))
            .map(other -> ROOT + "." + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + way + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(ArchitectureRules.of(ROOT).classes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge", "route", "credential", "snapshot", "limit", "identity", "usage"})
  void partsDoNotKnowEachOther(String part) {
    String[] others =
        Stream.of("edge", "route", "credential", "snapshot", "limit", "identity", "usage")
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

  @Test
  void whatIsParticularToMcpDoesNotKnowTheProxy() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".mcp..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".proxy..")
        .check(ArchitectureRules.of(ROOT).classes());
  }
}
