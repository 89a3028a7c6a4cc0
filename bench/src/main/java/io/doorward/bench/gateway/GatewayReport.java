package io.doorward.bench.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.doorward.bench.report.Outcome;
import io.doorward.bench.report.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures: {@code {"leased": {"vs_nginx_proxy", "vs_nginx_lua_redis",
 * "vs_spring_cloud_gateway"}, "exact": {…}, "rounds", "rows": […]}}. A ratio that could not be
 * measured is null, and then not all that is required holds.
 */
final class GatewayReport implements Outcome {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final double DIGITS = 1_000;

  private final Plan plan;
  private final Map<Mode, Map<Comparison, Double>> ratios = new EnumMap<>(Mode.class);
  private final Map<String, Requirement> required = new LinkedHashMap<>();
  private final List<Map<String, Object>> rows = new ArrayList<>();

  GatewayReport(Plan plan) {
    this.plan = plan;
  }

  /** The CPU of a request as a share of the other's. */
  void ratio(Mode mode, Comparison with, double ratio) {
    ratios.computeIfAbsent(mode, any -> new EnumMap<>(Comparison.class)).put(with, ratio);
  }

  /** Asks something of a figure, which gets a row too. */
  void require(String name, Requirement requirement) {
    required.put(name, requirement);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", "required");
    row.put("of", name);
    row.put("measured", rounded(requirement.measured()));
    row.put("target", requirement.target());
    row.put("ok", requirement.ok());
    rows.add(row);
  }

  /** A row of any form; its members are kept in their order. */
  void row(Map<String, Object> row) {
    rows.add(new LinkedHashMap<>(row));
  }

  /** Says why something is not measured. */
  void skipped(String sentence) {
    row(Map.of("name", "skipped", "why", sentence));
  }

  @Override
  public boolean ok() {
    boolean compared =
        !plan.has(Part.THROUGHPUT)
            || bounds().values().stream().allMatch(bound -> bound != null && bound.ok());
    return compared && required.values().stream().allMatch(Requirement::ok);
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    if (plan.has(Part.THROUGHPUT)) {
      bounds()
          .forEach(
              (name, bound) ->
                  lines.add(
                      bound == null ? "  --   " + name + ": not measured" : bound.line(name)));
    }
    required.forEach((name, requirement) -> lines.add(requirement.line(name)));
    return lines;
  }

  private Map<String, @Nullable Requirement> bounds() {
    Map<String, @Nullable Requirement> bounds = new LinkedHashMap<>();
    for (Mode mode : Mode.values()) {
      for (Comparison with : Comparison.values()) {
        Double ratio = ratios.getOrDefault(mode, Map.of()).get(with);
        bounds.put(
            "CPU of a request, " + mode.word() + " / " + with.title(),
            ratio == null ? null : Requirement.atMost(mode.most(with), ratio));
      }
    }
    return bounds;
  }

  @Override
  public void write(Path file) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Mode mode : Mode.values()) {
      Map<String, @Nullable Double> own = new LinkedHashMap<>();
      for (Comparison with : Comparison.values()) {
        Double ratio = ratios.getOrDefault(mode, Map.of()).get(with);
        own.put(with.key(), ratio == null ? null : rounded(ratio));
      }
      all.put(mode.word(), own);
    }
    all.put("rounds", plan.rounds());
    all.put("rows", rows);
    Files.write(file, JSON.writeValueAsBytes(all));
  }

  static double rounded(double value) {
    return Math.round(value * DIGITS) / DIGITS;
  }
}
