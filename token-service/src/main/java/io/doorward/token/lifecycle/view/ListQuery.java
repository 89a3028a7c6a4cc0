package io.doorward.token.lifecycle.view;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.store.TokenFilter;
import io.doorward.token.store.TokenSort;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a list, read. What cannot be read is named: {@code validation_failed}. Nothing
 * is left out silently, because a filter that does not count shows too much.
 */
public final class ListQuery {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 100;
  private static final int LONGEST_TEXT = 255;

  private ListQuery() {}

  static TokenFilter filter(
      @Nullable String status,
      @Nullable String type,
      @Nullable String environment,
      @Nullable String owner,
      @Nullable String tag,
      @Nullable String text) {
    return filter("query/", status, type, environment, owner, tag, text);
  }

  /**
   * Reads a filter.
   *
   * @param place where it stands in the request; the parameter's name follows
   * @throws ProblemException {@code validation_failed}
   */
  public static TokenFilter filter(
      String place,
      @Nullable String status,
      @Nullable String type,
      @Nullable String environment,
      @Nullable String owner,
      @Nullable String tag,
      @Nullable String text) {
    return new TokenFilter(
        read(
            place + "status",
            status,
            TokenStatus::of,
            "active, expired, suspended, revoked, rotated"),
        read(place + "type", type, TokenType::of, "personal, service, agent"),
        read(place + "environment", environment, TokenEnvironment::of, "live, test"),
        text(place + "owner", owner),
        text(place + "tag", tag),
        text(place + "q", text));
  }

  static TokenSort sort(@Nullable String sort) {
    return sort == null
        ? TokenSort.CREATED
        : TokenSort.of(sort)
            .orElseThrow(
                () ->
                    invalid(
                        "query/sort", "is not one of the orders", "Use created, name or expires."));
  }

  static int limit(@Nullable String limit) {
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    try {
      int value = Integer.parseInt(limit);
      if (value >= 1 && value <= MAX_LIMIT) {
        return value;
      }
    } catch (NumberFormatException e) {
      // answered below like every other unusable limit
    }
    throw invalid("query/limit", "is not a page size", "Use a number from 1 to " + MAX_LIMIT + ".");
  }

  private static <T> @Nullable T read(
      String place, @Nullable String value, Function<String, T> reader, String choices) {
    try {
      return value == null ? null : reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw invalid(place, "is not one of the choices", "Use one of " + choices + ".");
    }
  }

  private static @Nullable String text(String place, @Nullable String value) {
    if (value == null) {
      return null;
    }
    if (value.isEmpty()
        || value.length() > LONGEST_TEXT
        || value.codePoints().anyMatch(ListQuery::unprintable)) {
      throw invalid(
          place,
          "is no text to look for",
          "Use 1 to " + LONGEST_TEXT + " visible characters, or leave it out.");
    }
    return value;
  }

  /** PostgreSQL takes neither zeros nor half characters. */
  private static boolean unprintable(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }

  private static ProblemException invalid(String place, String message, String fix) {
    return ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED, List.of(new Violation(place, message, fix)));
  }
}
