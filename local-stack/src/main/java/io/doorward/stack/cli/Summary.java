package io.doorward.stack.cli;

import io.doorward.stack.identity.DemoPerson;
import io.doorward.stack.suite.StackAddresses;
import java.util.Locale;

/** What a person needs once the stack is ready. */
final class Summary {
  private Summary() {}

  static void print(Console console, StackAddresses at, String token) {
    console.line("");
    for (String gateway : at.gateways()) {
      row(console, "Gateway (use this)", gateway);
    }
    row(console, "token-service", at.tokenService());
    row(console, "usage-analytics", at.usageAnalytics());
    row(console, "security-monitor", at.securityMonitor());
    row(console, "OpenID provider", at.openIdIssuer());
    row(console, "Demo upstream", at.demoUpstream());
    row(console, "PostgreSQL", at.postgres());
    row(console, "Redis", at.redis());
    row(console, "Kafka", at.kafka());
    console.line("");
    console.line("  Sign in as (the login page has a button for each):");
    for (DemoPerson person : DemoPerson.values()) {
      console.line(
          String.format(
              Locale.ROOT,
              "    %-6s %-6s of %s",
              person.subject(),
              person.role(),
              person.organization()));
    }
    console.line("");
    console.line("  An API token of alice for the scopes demo:read and demo:write, for 24 hours:");
    console.line("    " + token);
    console.line("");
    console.line("  A session of alice for the shell: export SESSION=$(./dev session alice)");
    console.line("");
    console.line("  Try it:");
    console.line(
        "    curl -i -H 'Authorization: Bearer " + token + "' " + at.gateway() + "/demo/hello");
    console.line("");
  }

  private static void row(Console console, String what, String where) {
    console.line(String.format(Locale.ROOT, "  %-20s %s", what, where));
  }
}
