package io.doorward.bench.gateway;

import io.doorward.bench.gateway.load.Traffic;
import io.doorward.bench.gateway.load.Wrk;
import io.doorward.bench.gateway.machine.Cores;
import io.doorward.bench.gateway.machine.DebianPackages;
import io.doorward.bench.gateway.machine.ProcessTree;
import io.doorward.bench.gateway.rival.Rival;
import io.doorward.bench.gateway.rival.RivalFolder;
import io.doorward.bench.gateway.rival.Rivals;
import io.doorward.bench.gateway.rival.SpringBuild;
import io.doorward.bench.gateway.suite.BenchToken;
import io.doorward.bench.gateway.suite.Credentials;
import io.doorward.bench.gateway.suite.GatewaySuite;
import io.doorward.bench.gateway.suite.Instance;
import io.doorward.bench.report.Outcome;
import io.doorward.stack.StackException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** See the package. */
public final class GatewayBench {
  private static final int TOKENS = 1_000;

  private final Path project;
  private final Plan plan;
  private final PrintStream out;
  private final GatewayReport report;

  private GatewayBench(Path project, Plan plan, PrintStream out) {
    this.project = project;
    this.plan = plan;
    this.out = out;
    this.report = new GatewayReport(plan);
  }

  /**
   * Measures on a stack of its own that is gone afterwards, with all that was started beside it.
   */
  public static Outcome run(Path project, Plan plan, PrintStream out) throws Exception {
    GatewayBench bench = new GatewayBench(project, plan, out);
    bench.measure();
    return bench.report;
  }

  private void measure() throws Exception {
    Path cache = Files.createDirectories(project.resolve("target/bench"));
    DebianPackages.require(cache.resolve("packages.log"));
    RivalFolder.requireFree();
    Cores cores = Cores.ofThisProcess();
    Optional<Path> spring = plan.has(Part.THROUGHPUT) ? spring(cache) : Optional.empty();
    cores.leaveMeasured();
    out.println("Starting Doorward and the upstream");
    List<String> keys = Credentials.keys(TOKENS);
    try (GatewaySuite suite = GatewaySuite.start(project, cores, RivalFolder.UPSTREAM);
        Rivals rivals = new Rivals(RivalFolder.make(suite.folder("rivals"), keys), cores)) {
      Rival upstream = rivals.upstream();
      List<BenchToken> tokens = suite.owner().tokens(TOKENS);
      Bench bench =
          new Bench(
              plan,
              suite,
              upstream.port(),
              new Wrk(suite.folder("wrk")),
              tokens,
              Traffic.of(
                  suite.folder("good"), tokens.stream().map(BenchToken::credential).toList()),
              report,
              out);
      if (plan.has(Part.THROUGHPUT)) {
        throughput(bench, rivals, upstream, keys, spring);
      }
      rest(bench);
    }
  }

  private Optional<Path> spring(Path cache) throws IOException {
    out.println("Having Spring Cloud Gateway built, if it is not yet");
    try {
      return Optional.of(SpringBuild.jar(cache));
    } catch (StackException e) {
      out.println("  skipped: " + e.getMessage());
      report.skipped(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void throughput(
      Bench bench, Rivals rivals, Rival upstream, List<String> keys, Optional<Path> spring)
      throws IOException {
    GatewaySuite suite = bench.suite();
    suite.run(
        suite.leases() ? EnumSet.of(Instance.LEASED, Instance.EXACT) : Set.of(Instance.EXACT));
    Traffic traffic = Traffic.of(suite.folder("keys"), keys);
    Throughput throughput = new Throughput(bench);
    throughput.add(contender("upstream, directly", upstream, traffic, OptionalInt.empty()));
    throughput.add(
        Comparison.NGINX_PROXY,
        contender(
            Comparison.NGINX_PROXY.title(), rivals.nginxProxy(), traffic, OptionalInt.empty()));
    OptionalInt redis = OptionalInt.of(rivals.redis());
    if (DebianPackages.hasLua()) {
      throughput.add(
          Comparison.NGINX_LUA_REDIS,
          contender(Comparison.NGINX_LUA_REDIS.title(), rivals.nginxLua(), traffic, redis));
    } else {
      bench.skip(
          "nginx has no Lua here; on Debian: sudo apt-get install " + DebianPackages.luaPackages());
    }
    if (spring.isPresent()) {
      throughput.add(
          Comparison.SPRING_CLOUD_GATEWAY,
          contender(
              Comparison.SPRING_CLOUD_GATEWAY.title(),
              rivals.springCloudGateway(spring.get()),
              traffic,
              redis));
    }
    for (Mode mode : Mode.values()) {
      if (mode == Mode.LEASED && !suite.leases()) {
        bench.skip("this gateway knows no leased limits");
        continue;
      }
      Passing.require(suite.port(mode.instance()), bench.tokens());
      throughput.add(
          mode,
          new Contender(
              "Doorward, " + mode.word(),
              suite.port(mode.instance()),
              bench.good(),
              suite.processes(mode.instance()),
              OptionalInt.of(suite.redisPort())));
    }
    throughput.measure();
  }

  private static Contender contender(
      String title, Rival server, Traffic traffic, OptionalInt redis) {
    return new Contender(title, server.port(), traffic, new ProcessTree(server.pid()), redis);
  }

  private void rest(Bench bench) throws IOException {
    if (plan.has(Part.LATENCY)) {
      bench.suite().run(EnumSet.of(Instance.LEASED));
      new Latency(bench).measure();
    }
    if (plan.has(Part.REFUSALS) || plan.has(Part.FLOOD)) {
      bench.suite().run(EnumSet.of(Instance.BEHIND_PROXY));
    }
    if (plan.has(Part.REFUSALS)) {
      new Refusals(bench).measure();
    }
    if (plan.has(Part.FLOOD)) {
      new Flood(bench).measure();
    }
    if (plan.has(Part.REVOCATION)) {
      bench.suite().run(Revocation.gateways());
      new Revocation(bench).measure();
    }
    if (plan.has(Part.LIMITS)) {
      bench.suite().run(Limits.gateways());
      new Limits(bench).measure();
    }
  }
}
