package io.doorward.bench.gateway.suite;

import io.doorward.bench.gateway.machine.Cores;
import io.doorward.bench.gateway.machine.ProcessTree;
import io.doorward.bench.stack.ScratchStack;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.stack.process.InParallel;
import io.doorward.stack.suite.DoorwardStack;
import io.doorward.stack.suite.ServiceHandle;
import io.doorward.stack.suite.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/**
 * Doorward as it is measured: token-service, PostgreSQL, Redis and Kafka on the processors of the
 * rest, the gateways on the measured one. Nobody reads the usage events, since that is not the
 * gateway's work.
 */
public final class GatewaySuite implements AutoCloseable {
  private static final String MODE = "doorward.gateway.limit.mode";
  private static final String ENOUGH = "1000000";
  private static final String ROUTES = "routes.yaml";

  private final ScratchStack scratch;
  private final Cores cores;
  private final boolean leases;

  private GatewaySuite(ScratchStack scratch, Cores cores, boolean leases) {
    this.scratch = scratch;
    this.cores = cores;
    this.leases = leases;
  }

  /**
   * Starts all but the gateways.
   *
   * @param upstream the port on 127.0.0.1 that {@code /v1/**} is forwarded to
   */
  public static GatewaySuite start(Path project, Cores cores, int upstream)
      throws IOException, SQLException {
    boolean leases = Files.readString(project.resolve("docs/configuration.md")).contains(MODE);
    ScratchStack scratch =
        ScratchStack.prepare(
            project, Instance.values().length, options -> settings(options, leases));
    GatewaySuite suite = new GatewaySuite(scratch, cores, leases);
    try {
      Files.writeString(
          scratch.folder().resolve(ROUTES),
          Files.readString(project.resolve("auth-gateway/routes/default.yaml"))
              + BenchRoute.to(upstream));
      DoorwardStack parts = scratch.parts();
      InParallel.run(
          List.of(
              parts.postgres()::start,
              parts.redis()::start,
              parts.kafka()::start,
              parts.identity()::start));
      parts.tokenService().start();
      suite.liftPlans();
      return suite;
    } catch (RuntimeException | IOException | SQLException e) {
      suite.close();
      throw e;
    }
  }

  private static StackOptions settings(StackOptions options, boolean leases) {
    StackOptions all =
        options
            // As a deployment would run it: the launcher's own options save start-up time.
            .withJvmOptions(List.of("-XX:TieredStopAtLevel=4", "-Xmx512m"))
            // Making the tokens is not what is measured.
            .withSetting("token-service", "doorward.database.timeout", "20s")
            .withSetting("token-service", "doorward.policy.creations-per-hour", ENOUGH)
            .withSetting("token-service", "doorward.policy.max-tokens-per-user", ENOUGH)
            .withSetting(
                "auth-gateway",
                "doorward.gateway.routes",
                options.state().resolve(ROUTES).toString())
            .withSetting(
                name(Instance.BEHIND_PROXY),
                "doorward.gateway.edge.trusted-proxies",
                "127.0.0.1/32");
    if (leases) {
      for (Instance instance : Instance.values()) {
        String mode = instance == Instance.EXACT ? "exact" : "leased";
        all = all.withSetting(name(instance), MODE, mode);
      }
    }
    return all;
  }

  private static String name(Instance instance) {
    return "auth-gateway-" + instance.ordinal();
  }

  /** No plan's limit, of a token or of an organization, may be reached: refusals are cheap. */
  private void liftPlans() throws SQLException {
    try (Connection owner = scratch.database("tokens_owner");
        Statement sql = owner.createStatement()) {
      sql.execute(
          """
          DO $$ DECLARE quota text; BEGIN
            FOR quota IN SELECT column_name FROM information_schema.columns
                WHERE table_schema = 'tokens' AND table_name = 'plan'
                  AND column_name LIKE '%per\\_%' LOOP
              EXECUTE format('UPDATE tokens.plan SET %I = 1000000000', quota);
            END LOOP;
          END $$
          """);
    }
  }

  /** False for a gateway that can ask Redis for each request only. */
  public boolean leases() {
    return leases;
  }

  /** Returns when these gateways are ready and no other runs. */
  public void run(Set<Instance> wanted) {
    for (Instance instance : Instance.values()) {
      if (!wanted.contains(instance)) {
        handle(instance).stop();
      }
    }
    for (Instance instance : wanted) {
      ServiceHandle gateway = handle(instance);
      gateway.spawn();
      cores.measure(gateway.pid());
      gateway.start();
      // A thread that was just being made may have missed the first move.
      cores.measure(gateway.pid());
    }
  }

  public int port(Instance instance) {
    return handle(instance).baseUrl().getPort();
  }

  public ProcessTree processes(Instance instance) {
    return new ProcessTree(handle(instance).pid());
  }

  public Metrics metrics(Instance instance) {
    return Metrics.of(handle(instance).managementUrl());
  }

  public int redisPort() {
    return scratch.parts().redis().port();
  }

  public UsageTopic usageTopic() {
    return new UsageTopic(scratch.parts().kafka().bootstrapServers());
  }

  /** The owner of all tokens, with a session of an hour. */
  public TokenOwner owner() {
    return new TokenOwner(
        scratch.parts().addresses().tokenService(), scratch.parts().sessionOf(DemoPerson.ALICE));
  }

  /** A folder that is gone in the end. */
  public Path folder(String name) throws IOException {
    return Files.createDirectories(scratch.folder().resolve("bench").resolve(name));
  }

  private ServiceHandle handle(Instance instance) {
    return scratch.parts().gateway(instance.ordinal());
  }

  @Override
  public void close() {
    scratch.close();
  }
}
