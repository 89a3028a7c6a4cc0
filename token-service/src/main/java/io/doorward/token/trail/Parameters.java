package io.doorward.token.trail;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what stands in the query; throws {@code validation_failed} naming what is wrong. */
final class Parameters {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final int MAX_LINKS = 10_000;
  private static final int MAX_TEXT = 255;
  private static final Pattern ANCHOR = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})");

  private Parameters() {}

  static Filter filter(
      @Nullable String from,
      @Nullable String to,
      @Nullable String actor,
      @Nullable String action,
      @Nullable String target) {
    return new Filter(
        instant("from", from),
        instant("to", to),
        text("actor", actor),
        text("action", action),
        text("target", target));
  }

  static int limit(@Nullable String limit) {
    return limit(limit, DEFAULT_LIMIT, MAX_LIMIT);
  }

  /** How many links one verification looks at: a chain of any length takes a few calls. */
  static int links(@Nullable String limit) {
    return limit(limit, MAX_LINKS, MAX_LINKS);
  }

  private static int limit(@Nullable String limit, int ifAbsent, int most) {
    if (limit == null) {
      return ifAbsent;
    }
    try {
      int value = Integer.parseInt(limit);
      if (value >= 1 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // answered below like every other unusable limit
    }
    throw invalid("limit", "is not a page size", "Use a number from 1 to " + most + ".");
  }

  static ChainWalk.@Nullable Anchor anchor(String name, @Nullable String anchor) {
    if (anchor == null) {
      return null;
    }
    Matcher matcher = ANCHOR.matcher(anchor);
    if (!matcher.matches()) {
      throw invalid(
          name, "is not an anchor", "Use head.anchor or next of an earlier verification.");
    }
    return new ChainWalk.Anchor(Long.parseLong(matcher.group(1)), matcher.group(2));
  }

  static Form form(@Nullable String format) {
    if (format == null || format.equals("jsonl")) {
      return Form.JSONL;
    }
    if (format.equals("csv")) {
      return Form.CSV;
    }
    throw invalid("format", "is not a format", "Use csv or jsonl.");
  }

  private static @Nullable Instant instant(String name, @Nullable String value) {
    try {
      return value == null ? null : OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeParseException e) {
      throw invalid(name, "is not an instant", "Use RFC 3339, such as 2026-01-15T12:00:00Z.");
    }
  }

  private static @Nullable String text(String name, @Nullable String value) {
    if (value != null && (value.length() > MAX_TEXT || value.indexOf('\0') >= 0)) {
      throw invalid(name, "is too long or has a zero character", "Use at most 255 characters.");
    }
    return value;
  }

  private static ProblemException invalid(String name, String message, String fix) {
    return ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED, List.of(new Violation("query/" + name, message, fix)));
  }
}
