package io.doorward.usage.query;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query parameters {@code from} and {@code to}: RFC 3339, in any zone. */
final class PeriodParameters {
  /** The longest period that may be asked for. */
  static final Duration LONGEST = Duration.ofDays(366);

  private static final Duration DEFAULT = Duration.ofDays(1);
  private static final String FROM = "query/from";
  private static final String TO = "query/to";

  private final List<Violation> violations = new ArrayList<>();

  private PeriodParameters() {}

  /**
   * Reads the parameters, as many of each as were sent. Without {@code to} the period ends now;
   * without {@code from} it lasts a day. Cut to microseconds.
   *
   * @throws ProblemException {@code validation_failed}, naming each fault
   */
  static Period read(List<String> from, List<String> to, Instant now) {
    return new PeriodParameters().period(from, to, now);
  }

  private Period period(List<String> from, List<String> to, Instant now) {
    Instant end = instant(TO, to);
    Instant begin = instant(FROM, from);
    if (violations.isEmpty()) {
      Instant until = (end == null ? now : end).truncatedTo(ChronoUnit.MICROS);
      Instant since = begin == null ? until.minus(DEFAULT) : begin.truncatedTo(ChronoUnit.MICROS);
      if (!since.isBefore(until)) {
        fault(FROM, "does not lie before to", "Begin earlier or end later.");
      } else if (Duration.between(since, until).compareTo(LONGEST) > 0) {
        fault(FROM, "lies more than 366 days before to", "Ask for a shorter period.");
      } else {
        return new Period(since, until);
      }
    }
    throw ProblemException.invalid(ErrorCode.VALIDATION_FAILED, violations);
  }

  private @Nullable Instant instant(String location, List<String> sent) {
    if (sent.size() > 1) {
      fault(location, "is given more than once", "Give it once.");
    }
    if (sent.size() != 1) {
      return null;
    }
    try {
      OffsetDateTime value = OffsetDateTime.parse(sent.get(0));
      if (value.getYear() >= 2000 && value.getYear() <= 9998) {
        return value.toInstant();
      }
      fault(location, "is out of range", "Use a year from 2000 on.");
    } catch (DateTimeParseException e) {
      fault(location, "is not a time in RFC 3339", "Write it like 2026-01-31T09:30:00Z.");
    }
    return null;
  }

  private void fault(String location, String message, String fix) {
    violations.add(new Violation(location, message, fix));
  }
}
