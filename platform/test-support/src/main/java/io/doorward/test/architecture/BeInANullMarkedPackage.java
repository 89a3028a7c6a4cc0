package io.doorward.test.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** That the class's package has a {@code package-info} with {@link NullMarked}. */
final class BeInANullMarkedPackage extends ArchCondition<JavaClass> {

  private BeInANullMarkedPackage() {
    super("be in a package that is @NullMarked");
  }

  static ArchCondition<JavaClass> condition() {
    return new BeInANullMarkedPackage();
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
      events.add(
          SimpleConditionEvent.violated(
              type, type.getName() + " is in a package without @NullMarked package-info"));
    }
  }
}
