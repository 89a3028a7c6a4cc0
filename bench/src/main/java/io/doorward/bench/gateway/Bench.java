package io.doorward.bench.gateway;

import io.doorward.bench.gateway.load.Traffic;
import io.doorward.bench.gateway.load.Wrk;
import io.doorward.bench.gateway.suite.BenchToken;
import io.doorward.bench.gateway.suite.GatewaySuite;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * What the measurements share.
 *
 * @param upstream the port of the upstream that every gateway forwards to
 * @param good requests with tokens that Doorward lets pass
 */
record Bench(
    Plan plan,
    GatewaySuite suite,
    int upstream,
    Wrk wrk,
    List<BenchToken> tokens,
    Traffic good,
    GatewayReport report,
    PrintStream out) {

  Bench {
    tokens = List.copyOf(tokens);
  }

  void say(String text, Object... values) {
    out.printf(Locale.ROOT, text + "%n", values);
    out.flush();
  }

  void skip(String sentence) {
    say("  skipped: %s", sentence);
    report.skipped(sentence);
  }
}
