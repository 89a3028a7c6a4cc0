package io.doorward.bench.gateway.load;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What wrk has counted and timed.
 *
 * @param requests that were answered
 * @param micros how long it took
 * @param refused answers with a status from 400
 * @param broken requests without an answer: connections refused, reset, timed out
 */
public record WrkResult(
    long requests, long micros, long p50Micros, long p99Micros, long refused, long broken) {
  private static final String MARK = "RESULT ";

  /** Reads the line that the script prints in the end; empty where there is none. */
  static Optional<WrkResult> parse(String output) {
    return output.lines().filter(line -> line.startsWith(MARK)).findFirst().map(WrkResult::of);
  }

  private static WrkResult of(String line) {
    Map<String, Long> values = new HashMap<>();
    for (String pair : line.substring(MARK.length()).split(" ", -1)) {
      String[] parts = pair.split("=", 2);
      values.put(parts[0], Long.parseLong(parts[1]));
    }
    return new WrkResult(
        value(values, "requests"),
        value(values, "dur_us"),
        value(values, "p50"),
        value(values, "p99"),
        value(values, "e_status"),
        value(values, "e_conn")
            + value(values, "e_read")
            + value(values, "e_write")
            + value(values, "e_timeout"));
  }

  private static long value(Map<String, Long> values, String name) {
    Long value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("wrk's result does not tell " + name);
    }
    return value;
  }

  public double perSecond() {
    return requests * 1e6 / micros;
  }
}
