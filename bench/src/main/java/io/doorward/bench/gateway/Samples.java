package io.doorward.bench.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The samples of one contender with one number of connections, in the order of the rounds. */
final class Samples {
  private final List<Sample> samples = new ArrayList<>();

  void add(Sample sample) {
    samples.add(sample);
  }

  List<Double> cpuMicros() {
    return all(Sample::cpuMicros);
  }

  private List<Double> all(ToDoubleFunction<Sample> figure) {
    return samples.stream().map(figure::applyAsDouble).toList();
  }

  private double median(ToDoubleFunction<Sample> figure) {
    return GatewayReport.rounded(Ratios.median(all(figure)));
  }

  /** Answers other than 2xx and requests without an answer. */
  long failures() {
    return samples.stream().mapToLong(s -> s.load().refused() + s.load().broken()).sum();
  }

  long requests() {
    return samples.stream().mapToLong(s -> s.load().requests()).sum();
  }

  /** Medians over the rounds. */
  Map<String, Object> row(String title, int connections) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", "throughput");
    row.put("gateway", title);
    row.put("connections", connections);
    row.put("cpuMicrosPerRequest", median(Sample::cpuMicros));
    row.put("redisCpuMicrosPerRequest", median(Sample::redisMicros));
    row.put("requestsPerSecond", median(s -> s.load().perSecond()));
    row.put("p50Micros", median(s -> s.load().p50Micros()));
    row.put("p99Micros", median(s -> s.load().p99Micros()));
    row.put("residentMegabytes", median(Sample::megabytes));
    row.put("refused", samples.stream().mapToLong(s -> s.load().refused()).sum());
    row.put("broken", samples.stream().mapToLong(s -> s.load().broken()).sum());
    row.put("cpuMicrosByRound", cpuMicros().stream().map(GatewayReport::rounded).toList());
    return row;
  }

  /** The same for people. */
  String line(String title, int connections, double ratio) {
    return String.format(
        Locale.ROOT,
        "  %-24s %4d %9.1f %8.1f %9.0f %8.0f %8.0f %7.0f %7.2f",
        title,
        connections,
        median(Sample::cpuMicros),
        median(Sample::redisMicros),
        median(s -> s.load().perSecond()),
        median(s -> s.load().p50Micros()),
        median(s -> s.load().p99Micros()),
        median(Sample::megabytes),
        ratio);
  }
}
