package io.doorward.test.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of the house style over the main classes of one root package, for example {@code
 * ArchitectureRules.of("io.doorward.token").check()}.
 */
public final class ArchitectureRules {
  /** Root packages that must not know each other. */
  private static final List<String> SERVICES =
      List.of(
          "io.doorward.token", "io.doorward.gateway", "io.doorward.usage", "io.doorward.monitor");

  private final String root;
  private final JavaClasses classes;

  private ArchitectureRules(String root, JavaClasses classes) {
    this.root = root;
    this.classes = classes;
  }

  public static ArchitectureRules of(String root) {
    JavaClasses imported =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(root);
    return new ArchitectureRules(root, imported);
  }

  /** All of them; the failure names each class that breaks one. */
  public void check() {
    rules().forEach(rule -> rule.check(classes));
  }

  /** One by one, for tests that report them apart. */
  public Stream<ArchRule> rules() {
    return Stream.of(
        featuresFormNoCycle(),
        jaxRsStaysAtTheEdge(),
        timeComesFromAClock(),
        noServiceKnowsAnother(),
        everyPackageIsNullMarked());
  }

  public JavaClasses classes() {
    return classes;
  }

  /** A feature is a package with all that is under it, and also each package in itself. */
  public ArchRule featuresFormNoCycle() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
  }

  /** Only resources, filters and mappers speak HTTP. */
  public ArchRule jaxRsStaysAtTheEdge() {
    return noClasses()
        .that(
            DescribedPredicate.describe(
                "are no resource, filter or mapper",
                type -> !outermost(type).getSimpleName().matches(".*(Resource|Filter|Mapper)")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.ws.rs..")
        .allowEmptyShould(true);
  }

  /** The present moment is asked of an injected {@link Clock}, so that tests can move it. */
  public ArchRule timeComesFromAClock() {
    return noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(OffsetDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callConstructor(java.util.Date.class)
        .allowEmptyShould(true);
  }

  /** What crosses between services is in the contracts and nowhere else. */
  public ArchRule noServiceKnowsAnother() {
    String[] others =
        SERVICES.stream()
            .filter(service -> !root.startsWith(service))
            .map(service -> service + "..")
            .toArray(String[]::new);
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true);
  }

  public ArchRule everyPackageIsNullMarked() {
    return ArchRuleDefinition.classes()
        .should(BeInANullMarkedPackage.condition())
        .allowEmptyShould(true);
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureRules::outermost).orElse(type);
  }
}
