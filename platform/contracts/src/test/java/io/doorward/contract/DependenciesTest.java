package io.doorward.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Contracts are the ground floor: no framework, no I/O, no clock, no cycle. */
class DependenciesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.doorward.contract");

  @Test
  void dependOnTheJdkAndJacksonAlone() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "io.doorward.contract..",
            "java..",
            "javax.crypto..",
            "com.fasterxml.jackson..",
            "org.jspecify..")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..")
        .check(CLASSES);
  }

  @Test
  void formNoCycle() {
    slices().matching("io.doorward.contract.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
