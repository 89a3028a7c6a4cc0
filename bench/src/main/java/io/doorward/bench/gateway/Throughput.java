package io.doorward.bench.gateway;

import io.doorward.bench.gateway.suite.UsageTopic;
import io.doorward.bench.report.Requirement;
import io.doorward.stack.process.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request costs each gateway, as fast as each can. In every round each takes its turn, at 32
 * and at 128 connections; the ratios are those at 32, taken round by round.
 */
final class Throughput {
  private static final int FEW = 32;
  private static final int MANY = 128;
  private static final int LEAST_WARM_UPS = 3;
  private static final int MOST_WARM_UPS = 10;

  /** Less than this share of what it cost at best before means that it still falls. */
  private static final double STILL_FALLING = 0.97;

  private static final Duration DELIVERED = Duration.ofSeconds(60);

  private final Bench bench;
  private final List<Contender> contenders = new ArrayList<>();
  private final Map<Contender, Map<Integer, Samples>> samples = new LinkedHashMap<>();
  private final Map<Mode, Contender> own = new EnumMap<>(Mode.class);
  private final Map<Comparison, Contender> others = new EnumMap<>(Comparison.class);

  Throughput(Bench bench) {
    this.bench = bench;
  }

  /** One that no ratio is taken to. */
  void add(Contender contender) {
    contenders.add(contender);
    samples.put(contender, Map.of(FEW, new Samples(), MANY, new Samples()));
  }

  void add(Comparison comparison, Contender contender) {
    add(contender);
    others.put(comparison, contender);
  }

  void add(Mode mode, Contender contender) {
    add(contender);
    own.put(mode, contender);
  }

  void measure() {
    try (UsageTopic events = bench.suite().usageTopic()) {
      long eventsBefore = events.count();
      bench.say("Warming %d gateways up", contenders.size());
      long requests = 0;
      for (Contender contender : contenders) {
        requests += warmUp(contender);
      }
      for (int round = 1; round <= bench.plan().rounds(); round++) {
        bench.say("Round %d of %d", round, bench.plan().rounds());
        round(round);
        events.forget();
      }
      report();
      for (Contender contender : own.values()) {
        requests += samples(contender, FEW).requests() + samples(contender, MANY).requests();
      }
      complete(events, eventsBefore + requests);
    }
  }

  /**
   * Until a request costs no less than before: a JVM's compilers need requests, not time, and get
   * few where the machine is busy. Returns its requests, if they leave events behind.
   */
  private long warmUp(Contender contender) {
    long requests = 0;
    double least = Double.MAX_VALUE;
    for (int run = 1; run <= MOST_WARM_UPS; run++) {
      Sample sample = Sample.of(contender, bench.wrk(), FEW, bench.plan().seconds());
      requests += sample.load().requests();
      boolean settled = sample.cpuMicros() > least * STILL_FALLING;
      least = Math.min(least, sample.cpuMicros());
      if (settled && run >= LEAST_WARM_UPS) {
        break;
      }
    }
    requests +=
        bench
            .wrk()
            .run(contender.traffic(), contender.port(), MANY, bench.plan().seconds())
            .requests();
    return own.containsValue(contender) ? requests : 0;
  }

  private void round(int round) {
    List<Contender> order = new ArrayList<>(contenders);
    // Nobody is always the one who comes after the same other.
    Collections.rotate(order, round);
    for (int connections : List.of(FEW, MANY)) {
      for (Contender contender : order) {
        samples(contender, connections)
            .add(Sample.of(contender, bench.wrk(), connections, bench.plan().seconds()));
      }
    }
  }

  private Samples samples(Contender contender, int connections) {
    Samples found = samples.getOrDefault(contender, Map.of()).get(connections);
    if (found == null) {
      throw new IllegalArgumentException(contender.title());
    }
    return found;
  }

  private void report() {
    bench.say(
        "  %-24s %4s %9s %8s %9s %8s %8s %7s %7s",
        "gateway", "conn", "CPU us", "+Redis", "req/s", "p50 us", "p99 us", "RSS MB", "ratio");
    long failures = 0;
    for (int connections : List.of(FEW, MANY)) {
      Contender proxy = others.getOrDefault(Comparison.NGINX_PROXY, contenders.get(0));
      for (Contender contender : contenders) {
        Samples mine = samples(contender, connections);
        double ratio = Ratios.median(mine.cpuMicros(), samples(proxy, connections).cpuMicros());
        failures += mine.failures();
        Map<String, Object> row = mine.row(contender.title(), connections);
        row.put("cpuRatioToNginxProxy", GatewayReport.rounded(ratio));
        bench.report().row(row);
        bench.say("%s", mine.line(contender.title(), connections, ratio));
      }
    }
    own.forEach(
        (mode, contender) ->
            others.forEach(
                (comparison, other) ->
                    bench
                        .report()
                        .ratio(
                            mode,
                            comparison,
                            Ratios.median(
                                samples(contender, FEW).cpuMicros(),
                                samples(other, FEW).cpuMicros()))));
    bench
        .report()
        .require("throughput: requests without a good answer", Requirement.atMost(0, failures));
  }

  /** Whoever records nothing is fast: each request must have left an event at the broker. */
  private void complete(UsageTopic events, long expected) {
    Waiting.until(DELIVERED, () -> events.count() >= expected);
    bench
        .report()
        .require(
            "throughput: requests without a usage event in Kafka",
            Requirement.atMost(0, Math.max(0, expected - events.count())));
  }
}
