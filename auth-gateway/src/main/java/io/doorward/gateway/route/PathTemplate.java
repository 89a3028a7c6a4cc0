package io.doorward.gateway.route;

import java.util.List;

/** A path made from parts of another: literal segments, {@code {name}}, and {@code **}. */
final class PathTemplate {
  private final List<String> segments;
  private final int[] sources;
  private final int rest;

  private PathTemplate(List<String> segments, int[] sources, int rest) {
    this.segments = segments;
    this.sources = sources;
    this.rest = rest;
  }

  /**
   * Reads a template for paths of the given form.
   *
   * @throws IllegalArgumentException if it is none, or names what such paths do not have
   */
  static PathTemplate of(String text, PathPattern from) {
    PathPattern form = PathPattern.of(text);
    List<String> segments = form.segments();
    int[] sources = new int[segments.size()];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = segments.get(i).startsWith("{") ? from.indexOf(segments.get(i)) : -1;
      if (sources[i] < 0 && segments.get(i).startsWith("{")) {
        throw new IllegalArgumentException(segments.get(i) + " is not in the path " + from);
      }
    }
    if (form.isOpen() && !from.isOpen()) {
      throw new IllegalArgumentException("** is not in the path " + from);
    }
    return new PathTemplate(segments, sources, form.isOpen() ? from.segments().size() : -1);
  }

  /** Whether it leads where no route may. */
  boolean isInternal() {
    return !segments.isEmpty() && segments.get(0).equals("internal");
  }

  /** The path for one that has the form this was read for. */
  String expand(String path) {
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < sources.length; i++) {
      made.append('/')
          .append(sources[i] < 0 ? segments.get(i) : PathPattern.segment(path, sources[i]));
    }
    if (rest >= 0) {
      made.append(path, PathPattern.start(path, rest), path.length());
    }
    return made.toString();
  }
}
