package io.doorward.bench.tokens;

/** Plans as {@code auto_explain} logs them. */
final class Plans {
  private Plans() {}

  /** Without the statement that stands before it, and with a log's indentation taken off. */
  static String tree(String logged) {
    StringBuilder tree = new StringBuilder();
    boolean within = false;
    for (String line : logged.split("\n")) {
      within = within || line.matches("\\t[A-Z][A-Za-z -]*(using .*|on .*)?  \\(cost=.*");
      if (within) {
        tree.append(line.startsWith("\t") ? line.substring(1) : line).append('\n');
      }
    }
    return tree.toString();
  }
}
