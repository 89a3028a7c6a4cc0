package io.doorward.test.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.doorward.test.architecture.bad.one.First;
import org.junit.jupiter.api.Test;

class ArchitectureRulesTest {
  private final ArchitectureRules rules = ArchitectureRules.of("io.doorward.test.architecture.bad");
  private final JavaClasses bad =
      new ClassFileImporter().importPackages("io.doorward.test.architecture.bad");

  @Test
  void theModulesThemselvesKeepThem() {
    assertThatCode(() -> ArchitectureRules.of("io.doorward.test").check())
        .doesNotThrowAnyException();
    assertThatCode(() -> ArchitectureRules.of("io.doorward.stack").check())
        .doesNotThrowAnyException();
  }

  @Test
  void findACycleOfPackages() {
    assertThat(new First().second().first()).isNotNull();
    assertThatThrownBy(() -> rules.featuresFormNoCycle().check(bad))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Cycle detected");
  }

  @Test
  void findThePresentMomentTakenPastTheClock() {
    assertThatThrownBy(() -> rules.timeComesFromAClock().check(bad))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Instant.now()");
  }

  @Test
  void findAPackageThatIsNotNullMarked() {
    assertThatThrownBy(() -> rules.everyPackageIsNullMarked().check(bad))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("without @NullMarked");
  }

  @Test
  void readOnlyMainClasses() {
    assertThat(rules.classes()).isEmpty();
  }
}
