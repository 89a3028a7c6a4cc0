package io.doorward.stack.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Bounded waiting for something outside this process. */
public final class Waiting {
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private Waiting() {}

  /** True as soon as the condition holds; false when it did not within the bound. */
  public static boolean until(Duration bound, BooleanSupplier condition) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }
}
