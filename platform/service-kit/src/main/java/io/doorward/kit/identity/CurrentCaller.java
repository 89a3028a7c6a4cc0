package io.doorward.kit.identity;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.problem.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caller of the request under way; inject it into resources. */
@RequestScoped
public class CurrentCaller {
  private @Nullable Caller caller;
  private String operation = "none";

  /** The caller. Known once {@link AccessFilter} has let the request through. */
  public Caller get() {
    if (caller == null) {
      throw ProblemException.of(
          ErrorCode.CREDENTIALS_REQUIRED, "Send a session or an API token as Bearer credential.");
    }
    return caller;
  }

  /** The caller, as far as the request came. */
  Optional<Caller> known() {
    return Optional.ofNullable(caller);
  }

  /** What is asked for: a resource and its method, as the code names them. */
  String operation() {
    return operation;
  }

  void asksFor(Method resourceMethod) {
    operation = resourceMethod.getDeclaringClass().getSimpleName() + "." + resourceMethod.getName();
  }

  void is(Caller verified) {
    caller = verified;
  }

  void require(Scope scope) {
    if (!get().may(scope)) {
      throw ProblemException.insufficientScope(scope);
    }
  }
}
