package io.doorward.bench.gateway;

import io.doorward.bench.gateway.load.Pace;
import io.doorward.bench.gateway.load.Traffic;
import io.doorward.bench.gateway.load.Wrk;
import io.doorward.bench.gateway.load.WrkResult;
import io.doorward.bench.gateway.suite.Credentials;
import io.doorward.bench.gateway.suite.Instance;
import io.doorward.bench.report.Requirement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What 10,000 bad requests a second do to the good ones. */
final class Flood {
  private static final int GOOD_PER_SECOND = 5_000;
  private static final int BAD_PER_SECOND = 10_000;
  private static final int PAUSE_MILLIS = 10;
  private static final int BAD = 500;
  private static final double HALF_AS_MUCH_AGAIN = 1.5;

  private final Bench bench;

  Flood(Bench bench) {
    this.bench = bench;
  }

  void measure() throws IOException {
    int port = bench.suite().port(Instance.BEHIND_PROXY);
    int seconds = bench.plan().seconds();
    Pace goodPace = Pace.of(GOOD_PER_SECOND, PAUSE_MILLIS);
    Pace badPace = Pace.of(BAD_PER_SECOND, PAUSE_MILLIS);
    Traffic good =
        bench
            .good()
            .throughProxy(bench.suite().folder("flood-passed"))
            .paced(bench.suite().folder("flood-passed-paced"), goodPace);
    Traffic bad =
        Traffic.of(bench.suite().folder("flood"), bad())
            .throughProxy(bench.suite().folder("flood-bad"))
            .paced(bench.suite().folder("flood-bad-paced"), badPace);
    bench.say("Flooding: %d rounds, without and with bad requests", bench.plan().rounds());
    bench.wrk().run(bench.good(), port, goodPace.connections(), bench.plan().warmUpSeconds());
    List<Double> quiet = new ArrayList<>();
    List<Double> flooded = new ArrayList<>();
    List<Double> goodRate = new ArrayList<>();
    List<Double> badRate = new ArrayList<>();
    for (int round = 0; round < bench.plan().rounds(); round++) {
      quiet.add((double) bench.wrk().run(good, port, goodPace.connections(), seconds).p99Micros());
      Wrk.Run flood = bench.wrk().start(bad, port, badPace.connections(), seconds);
      WrkResult under = bench.wrk().run(good, port, goodPace.connections(), seconds);
      badRate.add(flood.result().perSecond());
      flooded.add((double) under.p99Micros());
      goodRate.add(under.perSecond());
    }
    report(quiet, flooded, goodRate, badRate);
  }

  /** Half of them cannot be tokens, half of them might be. */
  private static List<String> bad() {
    List<String> bad = new ArrayList<>();
    List<String> malformed = Credentials.malformed(BAD);
    List<String> unknown = Credentials.unknown(BAD);
    for (int i = 0; i < BAD; i++) {
      bad.add(malformed.get(i));
      bad.add(unknown.get(i));
    }
    return bad;
  }

  private void report(
      List<Double> quiet, List<Double> flooded, List<Double> goodRate, List<Double> badRate) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", "flood");
    row.put("p99MicrosQuiet", Ratios.median(quiet));
    row.put("p99MicrosFlooded", Ratios.median(flooded));
    row.put("goodPerSecond", GatewayReport.rounded(Ratios.median(goodRate)));
    row.put("badPerSecond", GatewayReport.rounded(Ratios.median(badRate)));
    bench.report().row(row);
    bench.say(
        "  p99 of %.0f good requests a second: %.0f us, beside %.0f bad ones a second %.0f us",
        Ratios.median(goodRate),
        Ratios.median(quiet),
        Ratios.median(badRate),
        Ratios.median(flooded));
    bench
        .report()
        .require(
            "flood: bad requests a second",
            Requirement.over(BAD_PER_SECOND, Ratios.median(badRate)));
    bench
        .report()
        .require(
            "flood: p99 of good requests with / without",
            Requirement.atMost(HALF_AS_MUCH_AGAIN, Ratios.median(flooded, quiet)));
  }
}
