package io.doorward.gateway.route;

import java.util.ArrayList;
import java.util.List;

/**
 * A path template: literal segments, {@code {name}} for exactly one segment, and {@code **} at the
 * end for any number of further segments, none included. Compared by whole segments, exactly.
 */
final class PathPattern {
  private static final String REST = "**";

  private final String template;
  private final List<String> segments;
  private final boolean open;

  private PathPattern(String template, List<String> segments, boolean open) {
    this.template = template;
    this.segments = segments;
    this.open = open;
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  static PathPattern of(String template) {
    if (!template.startsWith("/")) {
      throw new IllegalArgumentException("a path begins with /");
    }
    List<String> segments = new ArrayList<>(List.of(template.substring(1).split("/", -1)));
    boolean open = segments.get(segments.size() - 1).equals(REST);
    if (open) {
      segments.remove(segments.size() - 1);
    }
    for (int i = 0; i < segments.size(); i++) {
      check(segments.get(i), i == segments.size() - 1 && !open);
    }
    return new PathPattern(template, List.copyOf(segments), open);
  }

  private static void check(String segment, boolean last) {
    if (segment.isEmpty() && !last) {
      throw new IllegalArgumentException("a path has no empty segment");
    }
    boolean variable = segment.startsWith("{");
    if (variable && !segment.matches("\\{[a-zA-Z][a-zA-Z0-9]*}")) {
      throw new IllegalArgumentException("a variable is {name}, a whole segment");
    }
    if (!variable && !segment.matches("[A-Za-z0-9._~!$&'()+,=:@-]*")) {
      throw new IllegalArgumentException(
          "a segment is literal text, {name}, or ** at the very end; this is neither: " + segment);
    }
    if (segment.equals(".") || segment.equals("..")) {
      throw new IllegalArgumentException("a path has no dot segment");
    }
  }

  /** Whether a normalised path has this form. */
  boolean matches(String path) {
    int at = 0;
    for (String segment : segments) {
      if (at >= path.length() || path.charAt(at) != '/') {
        return false;
      }
      int start = at + 1;
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      if (segment.startsWith("{") ? end == start : !sameText(path, start, end, segment)) {
        return false;
      }
      at = end;
    }
    return at == path.length() || (open && path.charAt(at) == '/');
  }

  private static boolean sameText(String path, int start, int end, String segment) {
    return end - start == segment.length() && path.startsWith(segment, start);
  }

  /** The first segment; empty if it is a variable or missing. */
  String firstLiteral() {
    return segments.isEmpty() || segments.get(0).startsWith("{") ? "" : segments.get(0);
  }

  List<String> segments() {
    return segments;
  }

  /** Whether further segments may follow. */
  boolean isOpen() {
    return open;
  }

  /** Which segment this variable is, braces included; -1 if none. */
  int indexOf(String variable) {
    return segments.indexOf(variable);
  }

  /** A segment of a path that has so many. */
  static String segment(String path, int index) {
    int slash = start(path, index);
    int end = path.indexOf('/', slash + 1);
    return path.substring(slash + 1, end < 0 ? path.length() : end);
  }

  /** Where the slash before a segment is; the path's length if there are no more. */
  static int start(String path, int index) {
    int slash = 0;
    for (int i = 0; i < index && slash < path.length(); i++) {
      int next = path.indexOf('/', slash + 1);
      slash = next < 0 ? path.length() : next;
    }
    return slash;
  }

  /** The same for every template that takes the same paths. */
  String form() {
    return template.replaceAll("\\{[^}]*}", "{}");
  }

  @Override
  public String toString() {
    return template;
  }
}
