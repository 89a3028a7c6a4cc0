package io.doorward.token.trail;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Comma-separated values (RFC 4180). What a spreadsheet would take for a formula is made text by an
 * apostrophe before it: a name somebody chose must not run on the machine of who reads it.
 */
final class Csv {
  /** As OWASP names them, with their full-width forms, which some spreadsheets take alike. */
  private static final String STARTS_FORMULA = "=+-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20";

  private Csv() {}

  static String line(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(String value) {
    String text =
        !value.isEmpty() && STARTS_FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    boolean plain =
        text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
