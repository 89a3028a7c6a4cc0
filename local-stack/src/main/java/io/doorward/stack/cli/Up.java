package io.doorward.stack.cli;

import io.doorward.stack.StackException;
import io.doorward.stack.suite.DoorwardStack;
import io.doorward.stack.suite.StackOptions;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** Starts the suite in the foreground and stays until it is told to end. */
final class Up {
  /** Set by the detached start, which prints the summary itself: a log must hold no token. */
  static final String DETACHED = "DOORWARD_DETACHED";

  private Up() {}

  static int run(Arguments arguments) {
    Console console = new Console(System.out);
    boolean detached = System.getenv(DETACHED) != null;
    StackOptions options = arguments.options().withProgress(console);
    console.line("Starting Doorward on " + options.state());
    long start = System.nanoTime();
    DoorwardStack stack = DoorwardStack.prepare(options);
    Thread ending = new Thread(() -> end(stack, console), "end-of-stack");
    Runtime.getRuntime().addShutdownHook(ending);
    stack.start();
    String token = ReadyMadeToken.create(stack, Clock.systemUTC());
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    console.line("Ready after " + seconds + " s.");
    stack.announceReady();
    if (!detached) {
      Summary.print(console, stack.addresses(), token);
      console.line("Ctrl-C ends it.");
    }
    return stay();
  }

  /** Only a signal ends the wait, and then the shutdown hook does the rest. */
  private static int stay() {
    try {
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException e) {
      throw new StackException("Interrupted.", e);
    }
  }

  private static void end(DoorwardStack stack, Console console) {
    if (stack.end()) {
      console.line("Ended; nothing is left running.");
    }
  }
}
