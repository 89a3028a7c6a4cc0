package io.doorward.bench.gateway;

import io.doorward.bench.gateway.load.WrkResult;
import io.doorward.bench.gateway.suite.Instance;
import io.doorward.bench.report.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the gateway adds to a request's time at half of the load that it can bear: as many
 * connections as make half of it when each asks again as soon as it has an answer, and the same to
 * the upstream itself.
 */
final class Latency {
  private static final int SATURATING = 32;
  private static final int MOST = 16;
  private static final double HALF = 0.5;
  private static final double P50_MICROS = 300;
  private static final double P99_MICROS = 2_000;

  private final Bench bench;
  private final int port;

  Latency(Bench bench) {
    this.bench = bench;
    this.port = bench.suite().port(Instance.LEASED);
  }

  void measure() {
    int seconds = bench.plan().seconds();
    bench.wrk().run(bench.good(), port, SATURATING, bench.plan().warmUpSeconds());
    double most = bench.wrk().run(bench.good(), port, SATURATING, seconds).perSecond();
    int connections = connectionsForHalf(most);
    bench.say("Added latency: %d rounds at %d connections", bench.plan().rounds(), connections);
    List<Double> p50 = new ArrayList<>();
    List<Double> p99 = new ArrayList<>();
    List<Double> rate = new ArrayList<>();
    for (int round = 0; round < bench.plan().rounds(); round++) {
      WrkResult direct = bench.wrk().run(bench.good(), bench.upstream(), connections, seconds);
      WrkResult through = bench.wrk().run(bench.good(), port, connections, seconds);
      p50.add((double) (through.p50Micros() - direct.p50Micros()));
      p99.add((double) (through.p99Micros() - direct.p99Micros()));
      rate.add(through.perSecond());
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", "added latency");
    row.put("connections", connections);
    row.put("requestsPerSecond", GatewayReport.rounded(Ratios.median(rate)));
    row.put("mostPerSecond", GatewayReport.rounded(most));
    row.put("p50Micros", Ratios.median(p50));
    row.put("p99Micros", Ratios.median(p99));
    bench.report().row(row);
    bench.say(
        "  at %.0f of %.0f requests a second: p50 %.0f us, p99 %.0f us",
        Ratios.median(rate), most, Ratios.median(p50), Ratios.median(p99));
    bench
        .report()
        .require("added latency, p50 (us)", Requirement.under(P50_MICROS, Ratios.median(p50)));
    bench
        .report()
        .require("added latency, p99 (us)", Requirement.under(P99_MICROS, Ratios.median(p99)));
  }

  /** The least number that reaches half: more would only queue. */
  private int connectionsForHalf(double most) {
    int connections = 1;
    while (connections < MOST
        && bench.wrk().run(bench.good(), port, connections, probing()).perSecond() < HALF * most) {
      connections++;
    }
    return connections;
  }

  private int probing() {
    return Math.max(1, bench.plan().seconds() / 2);
  }
}
