package io.doorward.bench;

import io.doorward.bench.report.Report;
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
  private static final int MILLION = 1_000_000;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> words) {
    try {
      Wish wish = Wish.parse(words);
      Path project = Path.of(System.getProperty("doorward.project", "")).toAbsolutePath();
      Report report = TokensBench.run(project, wish.tokens(), System.out);
      if (wish.json().isPresent()) {
        report.write(wish.json().get());
      }
      report.summary().forEach(System.out::println);
      return report.ok() ? 0 : FAILED;
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

  /**
   * What is to be measured.
   *
   * @param tokens how many there are to be in the table
   */
  record Wish(int tokens, Optional<Path> json) {

    static Wish parse(List<String> words) {
      Iterator<String> rest = words.iterator();
      if (!rest.hasNext() || !rest.next().equals("tokens")) {
        throw new IllegalArgumentException("Say what to measure: tokens.");
      }
      int tokens = MILLION;
      Optional<Path> json = Optional.empty();
      while (rest.hasNext()) {
        String word = rest.next();
        if (word.equals("--json") && rest.hasNext()) {
          json = Optional.of(Path.of(rest.next()).toAbsolutePath());
        } else if (word.equals("--tokens") && rest.hasNext()) {
          tokens = number(rest.next());
        } else {
          throw new IllegalArgumentException(
              "\"" + word + "\" is not understood here, or needs a value.");
        }
      }
      return new Wish(tokens, json);
    }

    private static int number(String text) {
      if (!text.matches("[1-9][0-9]{3,7}")) {
        throw new IllegalArgumentException("--tokens needs a number of at least 1000.");
      }
      return Integer.parseInt(text);
    }
  }
}
