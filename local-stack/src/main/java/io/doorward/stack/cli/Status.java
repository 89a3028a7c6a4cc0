package io.doorward.stack.cli;

import io.doorward.stack.process.Leftovers;
import io.doorward.stack.process.Ports;
import io.doorward.stack.suite.Health;
import io.doorward.stack.suite.StackAddresses;
import io.doorward.stack.suite.StateFolder;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Shows the parts of the stack. Exit code 0 only when all of them are ready. */
final class Status {
  private final Console console = new Console(System.out);
  private final Health health = new Health();
  private final Map<String, ProcessHandle> processes;
  private boolean allReady = true;

  private Status(Map<String, ProcessHandle> processes) {
    this.processes = processes;
  }

  static int run(Arguments arguments) {
    StateFolder state = new StateFolder(arguments.options().state());
    Status status = new Status(new Leftovers(state.run()).find());
    return status.show(state);
  }

  private int show(StateFolder state) {
    Optional<ProcessHandle> launcher = state.launcher();
    Optional<StackAddresses> addresses = StackAddresses.read(state);
    if (launcher.isEmpty()) {
      console.line("Not running on " + state.root() + ".");
      if (!processes.isEmpty()) {
        console.line(
            "A killed run has left: "
                + String.join(", ", processes.keySet())
                + "; ./dev down ends them.");
      }
      return 1;
    }
    console.line("Running on " + state.root() + ", launcher pid " + launcher.get().pid() + ".");
    if (addresses.isEmpty()) {
      console.line("It is still starting or ending.");
      return 1;
    }
    rows(addresses.get());
    return allReady ? 0 : 1;
  }

  private void rows(StackAddresses at) {
    for (int i = 0; i < at.gateways().size(); i++) {
      row("auth-gateway-" + i, at.gateways().get(i), health.ready(at.gatewayManagement().get(i)));
    }
    service("token-service", at.tokenService());
    service("usage-analytics", at.usageAnalytics());
    service("security-monitor", at.securityMonitor());
    server("postgres", at.postgres());
    server("redis", at.redis());
    server("kafka", at.kafka());
    row(
        "openid-provider",
        at.openIdIssuer(),
        health.answers(at.openIdIssuer() + "/.well-known/openid-configuration"));
    row("demo-upstream", at.demoUpstream(), health.answers(at.demoUpstream() + "/demo/status/200"));
  }

  private void service(String name, String baseUrl) {
    row(name, baseUrl, health.ready(baseUrl));
  }

  private void server(String name, String address) {
    String url = address.contains("://") ? address : "tcp://" + address;
    row(name, address, Ports.answers(URI.create(url).getPort()));
  }

  private void row(String name, String address, boolean ready) {
    allReady &= ready;
    ProcessHandle process = processes.get(name);
    console.line(
        String.format(
            Locale.ROOT,
            "  %-18s %-9s %-38s %s",
            name,
            process == null ? "" : "pid " + process.pid(),
            address,
            ready ? "ready" : "NOT READY"));
  }
}
