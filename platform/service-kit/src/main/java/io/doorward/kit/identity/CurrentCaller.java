package io.doorward.kit.identity;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.problem.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The caller of the request under way; inject it into resources. */
@RequestScoped
public class CurrentCaller {
  private final JsonWebToken jwt;

  @Inject
  CurrentCaller(JsonWebToken jwt) {
    this.jwt = jwt;
  }

  /** The caller. Only where {@link Access} let the request through. */
  public Caller get() {
    if (jwt.getRawToken() == null) {
      throw ProblemException.of(
          ErrorCode.CREDENTIALS_REQUIRED, "Send a session or an API token as Bearer credential.");
    }
    return Callers.of(jwt);
  }

  void require(Scope scope) {
    if (!get().may(scope)) {
      throw ProblemException.insufficientScope(scope);
    }
  }
}
