package io.doorward.kit.problem;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem;
import java.util.Optional;

/**
 * {@code WWW-Authenticate} by RFC 6750, section 3. Scopes are limited to the characters that may
 * stand in the attribute, so nothing needs escaping.
 */
final class Challenges {
  private static final String REALM = "Bearer realm=\"doorward\"";

  private Challenges() {}

  static Optional<String> of(Problem problem) {
    if (problem.code().equals(ErrorCode.CREDENTIALS_REQUIRED.code())) {
      return Optional.of(REALM);
    }
    if (problem.code().equals(ErrorCode.INVALID_TOKEN.code())) {
      return Optional.of(REALM + ", error=\"invalid_token\"");
    }
    if (problem.code().equals(ErrorCode.INSUFFICIENT_SCOPE.code())) {
      String scope = String.join(" ", problem.requiredScopes());
      String error = REALM + ", error=\"insufficient_scope\"";
      return Optional.of(scope.isEmpty() ? error : error + ", scope=\"" + scope + "\"");
    }
    return Optional.empty();
  }
}
