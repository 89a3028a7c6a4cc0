package io.doorward.stack.process;

import io.doorward.stack.StackException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Slow steps that do not need each other, side by side. */
public final class InParallel {
  private InParallel() {}

  /** Returns when all have ended; throws the first failure, after all have ended. */
  public static void run(List<? extends Runnable> steps) {
    if (steps.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(steps.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      steps.forEach(step -> running.add(threads.submit(step)));
      RuntimeException failure = null;
      for (Future<?> step : running) {
        try {
          step.get();
        } catch (ExecutionException e) {
          RuntimeException cause =
              e.getCause() instanceof RuntimeException known
                  ? known
                  : new StackException(String.valueOf(e.getCause()), e);
          failure = failure == null ? cause : failure;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new StackException("Interrupted.", e);
        }
      }
      if (failure != null) {
        throw failure;
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
