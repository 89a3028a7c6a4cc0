package io.doorward.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a benchmark: {@code {"required": {name: {...}}, "rows": [...]}}. */
public final class Report {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<String, Requirement> required = new LinkedHashMap<>();
  private final List<Map<String, Object>> rows = new ArrayList<>();

  public void require(String name, Requirement requirement) {
    required.put(name, requirement);
  }

  /** A row of any form; its members are kept in their order. */
  public void row(Map<String, Object> row) {
    rows.add(new LinkedHashMap<>(row));
  }

  /** Something is required, and all of it holds. */
  public boolean ok() {
    return !required.isEmpty() && required.values().stream().allMatch(Requirement::ok);
  }

  /** A line for each requirement. */
  public List<String> summary() {
    return required.entrySet().stream()
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    "  %-4s %-44s %10.3f  (target %.3f)",
                    entry.getValue().ok() ? "ok" : "FAIL",
                    entry.getKey(),
                    entry.getValue().measured(),
                    entry.getValue().target()))
        .toList();
  }

  public void write(Path file) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("required", required);
    all.put("rows", rows);
    Files.write(file, JSON.writeValueAsBytes(all));
  }
}
