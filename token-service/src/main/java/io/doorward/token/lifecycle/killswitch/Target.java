package io.doorward.token.lifecycle.killswitch;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.token.TokenType;
import io.doorward.token.directory.form.Form;
import org.jspecify.annotations.Nullable;

/** Whose and which tokens of the organization, checked in itself; {@code null} for all. */
record Target(@Nullable TokenType type, @Nullable TokenOwner owner) {

  /**
   * Reads what was asked for. That a member is there which the scope has no use for is a fault:
   * somebody in haste meant something else.
   *
   * @throws io.doorward.kit.problem.ProblemException {@code validation_failed}
   */
  static Target of(ThrowKillSwitch asked) {
    Form form = new Form();
    String scope = asked.scope() == null ? "" : asked.scope();
    switch (scope) {
      case "organization" -> {
        absent(form, "/type", asked.type());
        absent(form, "/owner", asked.owner());
      }
      case "type" -> {
        form.required("/type", asked.type());
        absent(form, "/owner", asked.owner());
      }
      case "owner" -> form.required("/owner", asked.owner());
      default -> form.wrong("/scope", "is not a scope", "Use one of organization, type and owner.");
    }
    TokenOwner owner = asked.owner();
    if (owner != null && (isMissing(owner.kind()) || isMissing(owner.id()))) {
      form.wrong("/owner", "is not complete", "Give kind and id.");
    }
    form.done();
    return new Target(asked.type(), owner);
  }

  /** JSON leaves members out whatever the types say. */
  private static boolean isMissing(@Nullable Object member) {
    return member == null;
  }

  private static void absent(Form form, String location, @Nullable Object value) {
    if (value != null) {
      form.wrong(location, "has no meaning in this scope", "Leave it out, or use another scope.");
    }
  }

  static Target of(Barrier barrier) {
    return new Target(barrier.type(), barrier.owner());
  }

  String scope() {
    if (owner != null) {
      return "owner";
    }
    return type != null ? "type" : "organization";
  }
}
