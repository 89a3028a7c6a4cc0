package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.lifecycle.standing.Reason;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a token is to be replaced, checked in itself. */
public record Rotation(Duration overlap, boolean retireOnFirstUse, @Nullable String reason) {
  static final Duration LONGEST = Duration.ofDays(30);

  /**
   * Reads what was asked for.
   *
   * @throws ProblemException {@code validation_failed}
   */
  public static Rotation of(@Nullable RotateToken asked, Duration usual) {
    if (asked == null) {
      return new Rotation(usual, false, null);
    }
    String overlap = asked.overlap();
    return new Rotation(
        overlap == null ? usual : overlap(overlap),
        Boolean.TRUE.equals(asked.retireOnFirstUse()),
        Reason.optional(asked.reason()).orElse(null));
  }

  private static Duration overlap(String written) {
    try {
      Duration overlap = Duration.parse(written);
      if (!overlap.isNegative() && overlap.compareTo(LONGEST) <= 0) {
        return overlap;
      }
    } catch (DateTimeParseException e) {
      // answered below like every other unusable overlap
    }
    throw ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED,
        List.of(
            new Violation(
                "/overlap",
                "is not a duration from 0 s to 30 d",
                "Use ISO 8601, such as PT0S, PT24H or P7D.")));
  }
}
