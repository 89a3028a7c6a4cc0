package io.doorward.stack.cli;

import io.doorward.stack.suite.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Lines for the person at the terminal. */
final class Console implements Progress {
  private final PrintStream out;

  Console(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void done(String step, Duration took) {
    out.printf(Locale.ROOT, "  %-58s %7.1f s%n", step, took.toMillis() / 1000.0);
    out.flush();
  }

  synchronized void line(String text) {
    out.println(text);
    out.flush();
  }
}
