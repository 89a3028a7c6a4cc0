package io.doorward.token.lifecycle.standing;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody gives as reason. */
public final class Reason {
  private static final int MAX_LENGTH = 500;

  private Reason() {}

  /**
   * A reason that may be left out.
   *
   * @throws ProblemException {@code validation_failed}
   */
  public static Optional<String> optional(@Nullable String written) {
    if (written == null || written.isBlank()) {
      return Optional.empty();
    }
    String reason = written.strip();
    if (reason.codePointCount(0, reason.length()) > MAX_LENGTH) {
      throw invalid("is longer than " + MAX_LENGTH + " characters");
    }
    if (reason.codePoints().anyMatch(Reason::unprintable)) {
      throw invalid("has control characters or half a character");
    }
    return Optional.of(reason);
  }

  /** A lone surrogate has no UTF-8 form and would be kept as something else. */
  private static boolean unprintable(int character) {
    return (Character.isISOControl(character) && character != '\n')
        || Character.getType(character) == Character.SURROGATE;
  }

  /**
   * A reason that must be given.
   *
   * @throws ProblemException {@code validation_failed}
   */
  public static String required(@Nullable String written) {
    return optional(written).orElseThrow(() -> invalid("is missing"));
  }

  private static ProblemException invalid(String message) {
    return ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED,
        List.of(
            new Violation(
                "/reason", message, "Give a reason of 1 to " + MAX_LENGTH + " characters.")));
  }
}
