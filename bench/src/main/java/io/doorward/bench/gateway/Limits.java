package io.doorward.bench.gateway;

import io.doorward.bench.gateway.load.Probe;
import io.doorward.bench.gateway.suite.BenchToken;
import io.doorward.bench.gateway.suite.Instance;
import io.doorward.bench.gateway.suite.RedisInfo;
import io.doorward.bench.report.Requirement;
import io.doorward.stack.StackException;
import io.doorward.stack.process.Waiting;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How seldom leases ask Redis: one token at 95 % of its limit, spread over three gateways. */
final class Limits {
  private static final List<Instance> GATEWAYS =
      List.of(Instance.LEASED, Instance.BEHIND_PROXY, Instance.FURTHER);
  private static final double LOAD = 0.95;
  private static final int SECONDS_A_MINUTE = 60;
  private static final int TOO_MANY = 429;
  private static final int PASSED = 200;

  /** In place of a status. */
  private static final int UNANSWERED = 0;

  /** The gateways learn the token's rate first. */
  private static final int SETTLING_SECONDS = 5;

  private static final int TIMES = 6;

  private final Bench bench;

  Limits(Bench bench) {
    this.bench = bench;
  }

  static Set<Instance> gateways() {
    return Set.copyOf(GATEWAYS);
  }

  /** What was answered. */
  private static final class Tally {
    long requests;
    long refused;
    long failed;

    void add(int status) {
      requests++;
      if (status == TOO_MANY) {
        refused++;
      } else if (status != PASSED) {
        failed++;
      }
    }

    void add(Tally other) {
      requests += other.requests;
      refused += other.refused;
      failed += other.failed;
    }
  }

  void measure() {
    if (!bench.suite().leases()) {
      bench.skip("this gateway asks Redis for each request and knows no leases");
      return;
    }
    double idle = idleCallsPerSecond();
    measure(6_000, 0.1, idle);
    measure(60_000, 0.01, idle);
  }

  /** What the suite asks of Redis scripts anyway, without any request. */
  private double idleCallsPerSecond() {
    long before = RedisInfo.of(bench.suite().redisPort()).scriptCalls();
    Waiting.until(Duration.ofSeconds(SETTLING_SECONDS), () -> false);
    long after = RedisInfo.of(bench.suite().redisPort()).scriptCalls();
    return (double) (after - before) / SETTLING_SECONDS;
  }

  private void measure(int perMinute, double most, double idle) {
    int seconds = Math.max(TIMES, TIMES * bench.plan().seconds());
    double perSecond = LOAD * perMinute / SECONDS_A_MINUTE;
    bench.say("Limits: %.0f requests a second of %d a minute, %d s", perSecond, perMinute, seconds);
    BenchToken token = bench.suite().owner().limited(perMinute);
    run(token, perSecond, SETTLING_SECONDS);
    long before = RedisInfo.of(bench.suite().redisPort()).scriptCalls();
    Tally tally = run(token, perSecond, seconds);
    long all = RedisInfo.of(bench.suite().redisPort()).scriptCalls() - before;
    double calls = Math.max(0, all - idle * seconds);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", "limits");
    row.put("perMinute", perMinute);
    row.put("gateways", GATEWAYS.size());
    row.put("requests", tally.requests);
    row.put("refused", tally.refused);
    row.put("failed", tally.failed);
    row.put("redisCalls", GatewayReport.rounded(calls));
    row.put("redisCallsPerSecondIdle", GatewayReport.rounded(idle));
    bench.report().row(row);
    bench
        .report()
        .require(
            "limits: Redis calls a request at " + perMinute + "/min",
            Requirement.under(most, calls / tally.requests));
    bench
        .report()
        .require(
            "limits: refused at 95 % of " + perMinute + "/min",
            Requirement.atMost(0, tally.refused + tally.failed));
  }

  private Tally run(BenchToken token, double perSecond, int seconds) {
    ExecutorService threads = Executors.newFixedThreadPool(GATEWAYS.size());
    try {
      List<Future<Tally>> running = new ArrayList<>();
      for (Instance gateway : GATEWAYS) {
        int port = bench.suite().port(gateway);
        running.add(
            threads.submit(() -> steady(port, token, perSecond / GATEWAYS.size(), seconds)));
      }
      Tally all = new Tally();
      for (Future<Tally> one : running) {
        all.add(one.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new StackException(
          "A gateway does not answer under a steady load: " + e.getCause() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted.", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Whatever was late is caught up: the mean rate is that which was asked for. */
  private static Tally steady(int port, BenchToken token, double perSecond, int seconds)
      throws IOException {
    Tally tally = new Tally();
    long start = System.nanoTime();
    long gap = (long) (Duration.ofSeconds(1).toNanos() / perSecond);
    try (Probe probe = new Probe(port, token.credential())) {
      for (long i = 0; i * gap < TimeUnit.SECONDS.toNanos(seconds); i++) {
        long early = start + i * gap - System.nanoTime();
        if (early > 0) {
          LockSupport.parkNanos(early);
        }
        try {
          tally.add(probe.ask());
        } catch (IOException e) {
          // Counted as what it is: a request without a good answer.
          probe.close();
          tally.add(UNANSWERED);
        }
      }
    }
    return tally;
  }
}
