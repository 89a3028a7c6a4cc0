package io.doorward.bench;

import io.doorward.bench.gateway.GatewayBench;
import io.doorward.bench.gateway.Plan;
import io.doorward.bench.report.Outcome;
import io.doorward.bench.tokens.TokensBench;
import io.doorward.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Entry of the benchmarks. Exit codes: 0 all that is required holds, 1 not all of it or it could
 * not be measured, 2 wrongly asked.
 */
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONGLY_ASKED = 2;
  private static final int THOUSAND = 1_000;
  private static final int MILLION = 1_000_000;
  private static final int MOST_TOKENS = 99_999_999;
  private static final String JSON = "--json";

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> words) {
    try {
      Wish wish = Wish.parse(words);
      Path project = Path.of(System.getProperty("doorward.project", "")).toAbsolutePath();
      Outcome outcome = wish.benchmark().run(project);
      if (wish.json().isPresent()) {
        outcome.write(wish.json().get());
      }
      outcome.summary().forEach(System.out::println);
      return outcome.ok() ? 0 : FAILED;
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return WRONGLY_ASKED;
    } catch (StackException | IOException e) {
      System.err.println(e.getMessage());
      return FAILED;
    } catch (Exception e) {
      System.err.println("The benchmark broke off: " + e);
      return FAILED;
    }
  }

  /** One that can be run on a project. */
  interface Benchmark {
    Outcome run(Path project) throws Exception;
  }

  /** What is to be measured, and where the figures go beside the terminal. */
  record Wish(Benchmark benchmark, Optional<Path> json) {

    static Wish parse(List<String> words) {
      Iterator<String> rest = words.iterator();
      return switch (rest.hasNext() ? rest.next() : "") {
        case "tokens" -> tokens(Options.of(rest, List.of(JSON, "--tokens")));
        case "gateway" ->
            gateway(Options.of(rest, List.of(JSON, "--rounds", "--seconds", "--only")));
        default -> throw new IllegalArgumentException("Say what to measure: tokens or gateway.");
      };
    }

    private static Wish tokens(Options options) {
      int tokens = options.number("--tokens", THOUSAND, MOST_TOKENS, MILLION);
      return new Wish(project -> TokensBench.run(project, tokens, System.out), options.file(JSON));
    }

    private static Wish gateway(Options options) {
      Plan plan =
          Plan.of(
              options.number("--rounds", 1, 99, Plan.ROUNDS),
              options.number("--seconds", 1, 60, Plan.SECONDS),
              options.list("--only"));
      return new Wish(project -> GatewayBench.run(project, plan, System.out), options.file(JSON));
    }
  }
}
