package io.doorward.bench.gateway;

import io.doorward.bench.gateway.load.Traffic;
import io.doorward.bench.gateway.suite.Credentials;
import io.doorward.bench.gateway.suite.Instance;
import io.doorward.bench.gateway.suite.Metrics;
import io.doorward.bench.report.Requirement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What it costs to refuse a bad token, beside what it costs to let a good request pass. */
final class Refusals {
  private static final int CONNECTIONS = 32;
  private static final int BAD = 1_000;
  private static final double THIRD = 1.0 / 3;

  private final Bench bench;

  Refusals(Bench bench) {
    this.bench = bench;
  }

  /** Requests of one kind, with what they cost in each round. */
  private static final class Kind {
    final String title;
    final Contender contender;
    final List<Double> cpuMicros = new ArrayList<>();
    final List<Double> lookUps = new ArrayList<>();
    final List<Double> questions = new ArrayList<>();
    long requests;
    long refused;

    Kind(String title, Contender contender) {
      this.title = title;
      this.contender = contender;
    }
  }

  void measure() throws IOException {
    Kind good = kind("passed", bench.good());
    Kind malformed = kind("malformed", bad("malformed", Credentials.malformed(BAD)));
    Kind unknown = kind("unknown", bad("unknown", Credentials.unknown(BAD)));
    List<Kind> kinds = List.of(good, malformed, unknown);
    bench.say("Refusing: %d rounds of %d kinds", bench.plan().rounds(), kinds.size());
    for (Kind kind : kinds) {
      int seconds = kind == good ? bench.plan().warmUpSeconds() : bench.plan().seconds();
      bench.wrk().run(kind.contender.traffic(), kind.contender.port(), CONNECTIONS, seconds);
    }
    for (int round = 0; round < bench.plan().rounds(); round++) {
      kinds.forEach(this::sample);
    }
    kinds.forEach(kind -> report(kind, good));
    bench
        .report()
        .require(
            "refusing a malformed token / passing a good one (CPU)",
            Requirement.atMost(THIRD, Ratios.median(malformed.cpuMicros, good.cpuMicros)));
    bench
        .report()
        .require(
            "refusing a malformed token: look-ups each",
            Requirement.atMost(0, Ratios.median(malformed.lookUps)));
    bench
        .report()
        .require(
            "refusing an unknown token: questions to token-service each",
            Requirement.atMost(1, Ratios.median(unknown.questions)));
  }

  private Traffic bad(String name, List<String> credentials) throws IOException {
    return Traffic.of(bench.suite().folder(name), credentials);
  }

  /** Each from many addresses, since one address that guesses may be turned away without a look. */
  private Kind kind(String title, Traffic traffic) throws IOException {
    return new Kind(
        title,
        new Contender(
            title,
            bench.suite().port(Instance.BEHIND_PROXY),
            traffic.throughProxy(bench.suite().folder("refusals-" + title)),
            bench.suite().processes(Instance.BEHIND_PROXY),
            OptionalInt.empty()));
  }

  private void sample(Kind kind) {
    Metrics before = bench.suite().metrics(Instance.BEHIND_PROXY);
    Sample sample = Sample.of(kind.contender, bench.wrk(), CONNECTIONS, bench.plan().seconds());
    Metrics after = bench.suite().metrics(Instance.BEHIND_PROXY);
    double requests = Math.max(1, sample.load().requests());
    kind.cpuMicros.add(sample.cpuMicros());
    kind.lookUps.add((after.lookUps() - before.lookUps()) / requests);
    kind.questions.add((after.questions() - before.questions()) / requests);
    kind.requests += sample.load().requests();
    kind.refused += sample.load().refused();
  }

  private void report(Kind kind, Kind good) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", "refusal");
    row.put("kind", kind.title);
    row.put("cpuMicrosPerRequest", GatewayReport.rounded(Ratios.median(kind.cpuMicros)));
    row.put(
        "cpuRatioToPassing", GatewayReport.rounded(Ratios.median(kind.cpuMicros, good.cpuMicros)));
    row.put("lookUpsPerRequest", Ratios.median(kind.lookUps));
    row.put("questionsPerRequest", Ratios.median(kind.questions));
    row.put("requests", kind.requests);
    row.put("refused", kind.refused);
    bench.report().row(row);
    bench.say(
        "  %-10s %7.1f us of CPU, %.5f questions to token-service; %d of %d refused",
        kind.title,
        Ratios.median(kind.cpuMicros),
        Ratios.median(kind.questions),
        kind.refused,
        kind.requests);
  }
}
