package io.doorward.bench.tokens;

import io.doorward.bench.report.Report;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** See the package. */
public final class TokensBench {
  private static final int SHOWN = 15;

  private final PrintStream out;
  private final Report report = new Report();

  private TokensBench(PrintStream out) {
    this.out = out;
  }

  /**
   * Measures on a stack of its own that is gone afterwards.
   *
   * @param tokens how many there are to be in the table
   */
  public static Report run(Path project, int tokens, PrintStream out) throws Exception {
    TokensBench bench = new TokensBench(out);
    bench.measure(project, tokens);
    return bench.report;
  }

  private void measure(Path project, int tokens) throws Exception {
    say("Starting the token service and its servers");
    try (BenchStack stack = BenchStack.start(project)) {
      say("Filling the table with %,d tokens", tokens);
      TokenTable.fill(stack, tokens);
      StatementLog log = StatementLog.of(stack);
      say("Looking tokens up by hash");
      LookUps lookUps = new LookUps(stack, log);
      lookUps.measure(tokens, report);
      say("Listing: %d lists, up to three pages each", ListCase.all().size());
      Lists lists =
          new Lists(
              Map.of(
                  "admin", Caller.member(stack, 0, 1),
                  "member", Caller.member(stack, 0, 0),
                  "smaller admin", Caller.member(stack, 1, 1)),
              log);
      lists.measure(report);
      for (Lists.Page page : lists.slowest(SHOWN)) {
        say(
            "  %7.2f ms  %3d tokens  %s, %s",
            page.medianMs(), page.tokens(), page.list(), page.where());
      }
      say("Explaining");
      log.explain();
      plans(lookUps, lists, tokens);
      log.quiet();
      say("Creating");
      new Creations(stack).measure(report);
    }
  }

  private void plans(LookUps lookUps, Lists lists, int tokens) throws Exception {
    plan("look-up by hash", lookUps.plan(tokens));
    for (ListCase list :
        List.of(
            new ListCase("admin", "created", "status=revoked"),
            new ListCase("member", "name", "type=agent"),
            new ListCase("admin", "expires", "status=active&type=agent"),
            new ListCase("admin", "created", "tag=quarterly"),
            new ListCase("admin", "name", "q=deploy"))) {
      plan(list + ", first", lists.plan(list, ""));
    }
    for (Lists.Page page : lists.worst()) {
      plan(
          "slowest by " + page.list().sort() + ": " + page.list() + ", " + page.where(),
          lists.plan(page.list(), page.cursor()));
    }
  }

  private void plan(String name, String tree) {
    report.row(Map.of("name", "plan", "of", name, "plan", tree.lines().toList()));
  }

  private void say(String text, Object... values) {
    out.printf(Locale.ROOT, text + "%n", values);
    out.flush();
  }
}
