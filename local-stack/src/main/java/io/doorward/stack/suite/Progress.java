package io.doorward.stack.suite;

import java.time.Duration;

/** Told of each step of a start or stop, from whichever thread took it. */
@FunctionalInterface
public interface Progress {
  void done(String step, Duration took);

  /** Says nothing. */
  static Progress silent() {
    return (step, took) -> {};
  }

  /** Takes the step and tells of it when it succeeded. */
  default void of(String step, Runnable action) {
    long start = System.nanoTime();
    action.run();
    done(step, Duration.ofNanos(System.nanoTime() - start));
  }
}
