package io.doorward.token;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.doorward.contract.token.ForeignSecret;
import io.doorward.contract.token.RawToken;
import io.doorward.test.architecture.ArchitectureRules;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final ArchitectureRules rules = ArchitectureRules.of("io.doorward.token");
  private final JavaClasses classes = rules.classes();

  @Test
  void theHouseRulesHold() {
    rules.check();
  }

  @Test
  void nothingReachesBackUp() {
    List<String> floors =
        List.of(
            "io.doorward.token.(lifecycle|protocol|trail)..",
            "io.doorward.token.directory..",
            "io.doorward.token.(change|propagation)..",
            "io.doorward.token.outbox..",
            "io.doorward.token.(store|audit|snapshot|catalogue|barrier)..",
            "io.doorward.token.(secret|database|broker|guess)..");
    for (int upper = 0; upper < floors.size(); upper++) {
      for (int lower = upper + 1; lower < floors.size(); lower++) {
        noClasses()
            .that()
            .resideInAPackage(floors.get(lower))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(floors.get(upper))
            .check(classes);
      }
    }
  }

  @Test
  void facesDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("io.doorward.token.protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.doorward.token.lifecycle..")
        .check(classes);
    // Introspection alone asks who the caller is.
    noClasses()
        .that()
        .resideInAPackage("io.doorward.token.protocol..")
        .and()
        .resideOutsideOfPackage("io.doorward.token.protocol.oauth..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.doorward.token.directory..")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("io.doorward.token.lifecycle..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.doorward.token.protocol..")
        .check(classes);
  }

  @Test
  @Tag("STO-3")
  void onlyTheVaultAndTheOneAnswerTouchRawTokens() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.doorward.token.secret..", "io.doorward.token.lifecycle.issue..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(RawToken.class)
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.doorward.token.secret..", "io.doorward.token.lifecycle.importing..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ForeignSecret.class)
        .check(classes);
  }
}
