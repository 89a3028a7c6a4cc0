package io.doorward.bench.tokens;

import io.doorward.bench.report.Report;
import io.doorward.bench.report.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Finding one token by its hash, as the gateway asks for it. */
final class LookUps {
  private static final int WARM_UP = 1000;
  private static final int MEASURED = 800;

  /** Look-ups, with a credential of a minute. */
  private static final int CREDENTIAL_LASTS = 200;

  private final BenchStack stack;
  private final StatementLog log;
  private final Random random = new Random(7);
  private Caller gateway;
  private int asked;

  LookUps(BenchStack stack, StatementLog log) {
    this.stack = stack;
    this.log = log;
    this.gateway = Caller.gateway(stack);
  }

  void measure(int tokens, Report report) throws IOException, InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      lookUp(tokens);
    }
    double[] millis = new double[MEASURED];
    for (int i = 0; i < MEASURED; i++) {
      long before = log.end();
      lookUp(tokens);
      millis[i] =
          log.since(before, LookUps::isLookUp).stream()
              .mapToDouble(StatementLog.Entry::millis)
              .sum();
    }
    Spread spread = Spread.of(millis);
    if (spread.least() <= 0) {
      throw new IOException("a look-up is missing from PostgreSQL's log");
    }
    report.require("look-up by hash, p99 (ms)", Requirement.under(1, spread.quantile(0.99)));
    report.row(
        Map.of(
            "name", "look-up by hash",
            "tokens", tokens,
            "p50Ms", spread.median(),
            "p99Ms", spread.quantile(0.99),
            "maxMs", spread.most()));
  }

  /** The plan that one look-up had. */
  String plan(int tokens) throws IOException, InterruptedException {
    lookUp(tokens);
    long before = log.end();
    lookUp(tokens);
    List<StatementLog.Entry> plans = log.since(before, LookUps::isLookUp);
    return Plans.tree(plans.get(plans.size() - 1).text());
  }

  private static boolean isLookUp(String text) {
    return text.contains("t.lookup = $1");
  }

  private void lookUp(int tokens) throws IOException, InterruptedException {
    if (asked++ % CREDENTIAL_LASTS == 0) {
      gateway = Caller.gateway(stack);
    }
    gateway.get("/internal/snapshots/p1." + hash("lookup " + (1 + random.nextInt(tokens))));
  }

  /** As the script makes them. */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
