package io.doorward.contract.scope;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * One permission: segments joined by colons, resource first, action last ({@code agents:read},
 * {@code mcp:tools:call:search}), or a plain action ({@code read}, {@code write}). A last segment
 * {@code *} stands for everything below; {@code *} alone for everything.
 *
 * <p>Characters are those of RFC 6750's {@code scope-token} without quotes, so that a scope can
 * stand in a challenge as it is; look-alike letters, blanks and upper case are refused.
 */
public record Scope(@JsonValue String value) implements Comparable<Scope> {
  /** Longest scope, in characters. */
  public static final int MAX_LENGTH = 128;

  private static final Pattern FORM =
      Pattern.compile("\\*|[a-z][a-z0-9_.-]*(?::[a-z0-9][a-z0-9_.-]*)*(?::\\*)?");

  /**
   * @throws IllegalArgumentException if the value has another form
   */
  @JsonCreator
  public Scope {
    if (!isScope(value)) {
      throw new IllegalArgumentException(
          "a scope is lower-case words joined by colons, such as agents:read or agents:*");
    }
  }

  /** Whether a string has the form of a scope. */
  public static boolean isScope(String value) {
    return value.length() <= MAX_LENGTH && FORM.matcher(value).matches();
  }

  /**
   * Whether whoever holds this scope also holds the other: equal, wildcard over it, or a stronger
   * action on the same resource ({@code admin} ⊃ {@code write} ⊃ {@code read}).
   */
  public boolean implies(Scope other) {
    if (value.equals(other.value) || value.equals("*")) {
      return true;
    }
    if (isWildcard()) {
      return other.value.startsWith(resource() + ":");
    }
    return !other.isWildcard()
        && resource().equals(other.resource())
        && Action.of(action()).implies(Action.of(other.action()));
  }

  /** Whether it ends in a wildcard. */
  public boolean isWildcard() {
    return value.endsWith("*");
  }

  /** All but the last segment; empty for a plain action. */
  public String resource() {
    int colon = value.lastIndexOf(':');
    return colon < 0 ? "" : value.substring(0, colon);
  }

  /** The first segment. */
  public String root() {
    int colon = value.indexOf(':');
    return colon < 0 ? value : value.substring(0, colon);
  }

  /** The last segment. */
  public String action() {
    return value.substring(value.lastIndexOf(':') + 1);
  }

  @Override
  public int compareTo(Scope other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private enum Action {
    OTHER,
    READ,
    WRITE,
    ADMIN;

    static Action of(String name) {
      return switch (name) {
        case "read" -> READ;
        case "write" -> WRITE;
        case "admin" -> ADMIN;
        default -> OTHER;
      };
    }

    boolean implies(Action other) {
      return this != OTHER && other != OTHER && compareTo(other) >= 0;
    }
  }
}
