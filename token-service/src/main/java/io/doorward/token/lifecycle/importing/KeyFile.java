package io.doorward.token.lifecycle.importing;

import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.token.lifecycle.importing.ForeignKey.Line;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of keys: JSON lines, or CSV (RFC 4180) with a heading. Stops at the first row that
 * is one too many, as what comes after it is not wanted anyway.
 */
final class KeyFile {
  /** Columns that nobody asked for are passed over, but not without end. */
  private static final int MOST_CELLS = 256;

  private KeyFile() {}

  /** The rows, or one more than the most. */
  static List<Line> jsonLines(byte[] body, int most) {
    String text = text(body);
    List<Line> lines = new ArrayList<>();
    for (int from = 0; from < text.length() && lines.size() <= most; ) {
      int feed = text.indexOf('\n', from);
      int end = feed < 0 ? text.length() : feed;
      String line = text.substring(from, end);
      if (!line.isBlank()) {
        lines.add(new Line(lines.size() + 1, json(line)));
      }
      from = end + 1;
    }
    return lines;
  }

  /** Spreadsheets put a byte order mark in front. */
  private static String text(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static @Nullable ForeignKey json(String text) {
    try {
      return ContractJson.read(text.getBytes(StandardCharsets.UTF_8), ForeignKey.class);
    } catch (UnreadableRecord e) {
      return null;
    }
  }

  /** The rows, or one more than the most. */
  static List<Line> csv(byte[] body, int most) {
    // The heading is a record too.
    List<List<String>> records = records(text(body), most + 2);
    List<Line> lines = new ArrayList<>();
    for (List<String> cells : records.subList(Math.min(1, records.size()), records.size())) {
      lines.add(new Line(lines.size() + 1, key(records.get(0), cells)));
    }
    return lines;
  }

  private static @Nullable ForeignKey key(List<String> heading, List<String> cells) {
    if (cells.size() != heading.size() || cells.size() > MOST_CELLS) {
      return null;
    }
    String expiresAt = cell(heading, cells, "expiresAt");
    try {
      return new ForeignKey(
          cell(heading, cells, "name"),
          cell(heading, cells, "hash"),
          cell(heading, cells, "prefix"),
          cell(heading, cells, "owner"),
          list(cell(heading, cells, "scopes")),
          list(cell(heading, cells, "allowedIps")),
          expiresAt == null ? null : OffsetDateTime.parse(expiresAt).toInstant());
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable List<@Nullable String> list(@Nullable String spaceSeparated) {
    return spaceSeparated == null ? null : Arrays.asList(spaceSeparated.strip().split(" +"));
  }

  private static @Nullable String cell(List<String> heading, List<String> cells, String name) {
    int place = heading.indexOf(name);
    return place < 0 || cells.get(place).isEmpty() ? null : cells.get(place);
  }

  private static List<List<String>> records(String text, int most) {
    List<List<String>> records = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length() && records.size() < most; i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == ',') {
        end(cells, cell);
      } else if (!quoted && c == '\n') {
        end(records, cells, cell);
        cells = new ArrayList<>();
      } else if (quoted || c != '\r') {
        cell.append(c);
      }
    }
    if (records.size() < most) {
      end(records, cells, cell);
    }
    return records;
  }

  /** One cell more than the most is enough to know that there are too many. */
  private static void end(List<String> cells, StringBuilder cell) {
    if (cells.size() <= MOST_CELLS) {
      cells.add(cell.toString());
    }
    cell.setLength(0);
  }

  /** Empty lines are passed over. */
  private static void end(List<List<String>> records, List<String> cells, StringBuilder cell) {
    end(cells, cell);
    if (cells.size() > 1 || !cells.get(0).isEmpty()) {
      records.add(cells);
    }
  }
}
