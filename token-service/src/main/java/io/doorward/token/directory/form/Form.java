package io.doorward.token.directory.form;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the members of a body. */
public final class Form {
  private static final int NAME = 100;
  private static final int DESCRIPTION = 500;

  private final List<Violation> violations = new ArrayList<>();

  /**
   * Something that must be there.
   *
   * @throws ProblemException {@code malformed_json}
   */
  public static <T> T body(@Nullable T body) {
    if (body == null) {
      throw ProblemException.of(ErrorCode.MALFORMED_JSON, "Send a JSON object as body.");
    }
    return body;
  }

  /**
   * Reads an id in a path. What is no id names nothing: the same answer as for one not there.
   *
   * @throws ProblemException {@code not_found}
   */
  public static UUID id(String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // answered below like every other unknown id
    }
    throw ProblemException.notFound();
  }

  /** A value that must be given. */
  public <T> @Nullable T required(String location, @Nullable T value) {
    if (value == null) {
      wrong(location, "is missing", "Give it.");
    }
    return value;
  }

  /** A name for people: one line of 1 to 100 visible characters. */
  public String name(String location, @Nullable String written) {
    String value = written == null ? "" : written.strip();
    if (value.isEmpty()
        || value.codePointCount(0, value.length()) > NAME
        || !value.codePoints().allMatch(Form::visible)) {
      wrong(location, "is not a name", "Use 1 to 100 visible characters on one line.");
    }
    return value;
  }

  /** Some words for people, up to 500 characters; empty if absent. */
  public String description(String location, @Nullable String written) {
    String value = written == null ? "" : written.strip();
    if (value.codePointCount(0, value.length()) > DESCRIPTION
        || !value.codePoints().allMatch(c -> c == '\n' || visible(c))) {
      wrong(location, "is too long or has invisible characters", "Use up to 500 characters.");
    }
    return value;
  }

  /** Notes a fault. */
  public void wrong(String location, String message, String fix) {
    violations.add(new Violation(location, message, fix));
  }

  /**
   * Goes on only if nothing was wrong.
   *
   * @throws ProblemException {@code validation_failed} with all faults
   */
  public void done() {
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(ErrorCode.VALIDATION_FAILED, violations);
    }
  }

  /** Nothing that ends a line, turns the direction of text or drives a terminal. */
  private static boolean visible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.FORMAT ->
          false;
      default -> true;
    };
  }
}
