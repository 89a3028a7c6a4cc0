package io.doorward.kit.identity;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.problem.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The caller of the request under way; inject it into resources. */
@RequestScoped
public class CurrentCaller {
  private @Nullable Caller caller;

  /** The caller. Known once {@link AccessFilter} has let the request through. */
  public Caller get() {
    if (caller == null) {
      throw ProblemException.of(
          ErrorCode.CREDENTIALS_REQUIRED, "Send a session or an API token as Bearer credential.");
    }
    return caller;
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
