package io.doorward.bench.gateway;

import io.doorward.bench.gateway.load.Pace;
import io.doorward.bench.gateway.load.Probe;
import io.doorward.bench.gateway.load.Traffic;
import io.doorward.bench.gateway.load.Wrk;
import io.doorward.bench.gateway.load.WrkResult;
import io.doorward.bench.gateway.suite.BenchToken;
import io.doorward.bench.gateway.suite.Instance;
import io.doorward.bench.gateway.suite.TokenOwner;
import io.doorward.bench.report.Requirement;
import io.doorward.stack.StackException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * From the reply to a revocation to the moment from which no gateway lets the token pass, while
 * other requests flow. One prober for each gateway asks with the token again and again; the first
 * refusal counts when it arrives, so that the figure is never too small.
 */
final class Revocation {
  private static final List<Instance> GATEWAYS =
      List.of(Instance.LEASED, Instance.BEHIND_PROXY, Instance.FURTHER);
  private static final int TRIALS_A_ROUND = 30;
  private static final int FLOW_PER_SECOND = 2_000;
  private static final int PAUSE_MILLIS = 20;
  private static final int PASSED = 200;
  private static final int REFUSED = 401;
  private static final long PROBE_PAUSE_NANOS = Duration.ofNanos(500_000).toNanos();
  private static final long BOUND_NANOS = Duration.ofSeconds(20).toNanos();

  /** The flow needs an end that lies behind the last trial; it is ended sooner. */
  private static final double SECONDS_A_TRIAL = 0.25;

  private static final double TARGET_MILLIS = 100;
  private static final double TAIL = 0.99;

  private final Bench bench;

  Revocation(Bench bench) {
    this.bench = bench;
  }

  /** The gateways that have to run. */
  static Set<Instance> gateways() {
    return Set.copyOf(GATEWAYS);
  }

  void measure() throws IOException {
    TokenOwner owner = bench.suite().owner();
    List<BenchToken> tokens = owner.tokens(TRIALS_A_ROUND * bench.plan().rounds());
    bench.say("Revoking %d tokens at %d gateways", tokens.size(), GATEWAYS.size());
    Pace pace = Pace.of(FLOW_PER_SECOND / GATEWAYS.size(), PAUSE_MILLIS);
    Traffic flow = bench.good().paced(bench.suite().folder("flow"), pace);
    for (Instance gateway : GATEWAYS) {
      bench
          .wrk()
          .run(
              bench.good(),
              bench.suite().port(gateway),
              pace.connections(),
              bench.plan().warmUpSeconds());
    }
    int seconds = (int) Math.ceil(5 + SECONDS_A_TRIAL * tokens.size());
    List<Wrk.Run> flows =
        GATEWAYS.stream()
            .map(
                gateway ->
                    bench
                        .wrk()
                        .start(flow, bench.suite().port(gateway), pace.connections(), seconds))
            .toList();
    List<Double> millis = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(GATEWAYS.size());
    try {
      for (BenchToken token : tokens) {
        millis.add(trial(owner, token, threads));
      }
    } finally {
      threads.shutdownNow();
    }
    double perSecond = flows.stream().map(Wrk.Run::result).mapToDouble(WrkResult::perSecond).sum();
    report(millis, perSecond);
  }

  /** Milliseconds. */
  private double trial(TokenOwner owner, BenchToken token, ExecutorService threads) {
    List<Probe> probes =
        GATEWAYS.stream()
            .map(gateway -> new Probe(bench.suite().port(gateway), token.credential()))
            .toList();
    try {
      for (Probe probe : probes) {
        if (probe.ask() != PASSED) {
          throw new StackException("A token that was just made does not pass.");
        }
      }
      List<Future<Long>> refusals =
          probes.stream().map(probe -> threads.submit(() -> firstRefusal(probe))).toList();
      owner.revoke(token);
      long replied = System.nanoTime();
      long last = replied;
      for (Future<Long> refusal : refusals) {
        last = Math.max(last, refusal.get());
      }
      return (last - replied) / 1e6;
    } catch (IOException | ExecutionException e) {
      throw new StackException("A gateway does not answer while a token is revoked: " + e + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted.", e);
    } finally {
      probes.forEach(Revocation::close);
    }
  }

  private static long firstRefusal(Probe probe) throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < BOUND_NANOS) {
      int status = probe.ask();
      if (status == REFUSED) {
        return System.nanoTime();
      }
      if (status != PASSED) {
        throw new IOException("an answer " + status + " is not expected here");
      }
      LockSupport.parkNanos(PROBE_PAUSE_NANOS);
    }
    throw new IOException("a revoked token still passes after 20 s");
  }

  private static void close(Probe probe) {
    try {
      probe.close();
    } catch (IOException e) {
      throw new StackException("A connection cannot be closed.", e);
    }
  }

  private void report(List<Double> millis, double perSecond) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", "revocation");
    row.put("gateways", GATEWAYS.size());
    row.put("trials", millis.size());
    row.put("requestsPerSecond", GatewayReport.rounded(perSecond));
    row.put("p50Millis", GatewayReport.rounded(Ratios.quantile(0.5, millis)));
    row.put("p99Millis", GatewayReport.rounded(Ratios.quantile(TAIL, millis)));
    row.put("maxMillis", GatewayReport.rounded(Ratios.quantile(1, millis)));
    bench.report().row(row);
    bench.say(
        "  beside %.0f requests a second: p50 %.1f ms, p99 %.1f ms",
        perSecond, Ratios.quantile(0.5, millis), Ratios.quantile(TAIL, millis));
    bench
        .report()
        .require(
            "revocation: reply to last refusal, p99 (ms)",
            Requirement.under(TARGET_MILLIS, Ratios.quantile(TAIL, millis)));
    bench
        .report()
        .require("revocation: requests a second meanwhile", Requirement.over(2_000, perSecond));
  }
}
