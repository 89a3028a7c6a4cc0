package io.doorward.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of a benchmark: {@code {"required": {name: {...}}, "rows": [...]}}. */
public final class Report implements Outcome {
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

  @Override
  public boolean ok() {
    return !required.isEmpty() && required.values().stream().allMatch(Requirement::ok);
  }

  @Override
  public List<String> summary() {
    return required.entrySet().stream()
        .map(entry -> entry.getValue().line(entry.getKey()))
        .toList();
  }

  @Override
  public void write(Path file) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("required", required);
    all.put("rows", rows);
    Files.write(file, JSON.writeValueAsBytes(all));
  }
}
