package io.doorward.stack.process;

import io.doorward.stack.StackException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals beyond the two that Java can send. */
final class Signals {
  private Signals() {}

  static void send(long pid, String name) {
    try {
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -\"$0\" \"$1\"", name, Long.toString(pid))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new StackException("Cannot send SIG" + name + " to pid " + pid + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
