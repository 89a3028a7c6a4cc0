package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which old secrets a report is about. */
enum RetiredUse {
  /** Still accepted, and used since there is a successor: whoever uses it has to change over. */
  OVERLAP(
      """
      t.overlap_until > $3 AND t.revoked_at IS NULL
         AND (t.expires_at IS NULL OR t.expires_at > $3) AND a.accepted_at > t.rotated_at
      """) {
    @Override
    Instant since(Instant now) {
      return now.minus(Rotation.LONGEST);
    }
  },
  /** No longer accepted, and presented since: left behind somewhere, or in the wrong hands. */
  ENDED("t.overlap_until <= $3 AND a.refused_at >= t.overlap_until");

  private final String condition;

  RetiredUse(String condition) {
    this.condition = condition;
  }

  /** On the token {@code t} and its activity {@code a}; the third parameter is the instant. */
  String condition() {
    return condition;
  }

  /** What was rotated before cannot be among them. */
  Instant since(Instant now) {
    return Instant.EPOCH;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #wireName()}.
   *
   * @throws ProblemException {@code validation_failed}
   */
  static RetiredUse of(@Nullable String wireName) {
    if (wireName == null) {
      return OVERLAP;
    }
    for (RetiredUse use : values()) {
      if (use.wireName().equals(wireName)) {
        return use;
      }
    }
    throw ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED,
        List.of(new Violation("query/use", "is not one of the choices", "Use overlap or ended.")));
  }
}
