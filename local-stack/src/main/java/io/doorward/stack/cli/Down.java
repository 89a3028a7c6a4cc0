package io.doorward.stack.cli;

import io.doorward.stack.process.Leftovers;
import io.doorward.stack.process.Waiting;
import io.doorward.stack.suite.StateFolder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends the stack on a state folder, whoever started it, and what a killed one left behind. */
final class Down {
  private static final Duration IN_ORDER = Duration.ofSeconds(90);

  private Down() {}

  static int run(Arguments arguments) {
    Console console = new Console(System.out);
    StateFolder state = new StateFolder(arguments.options().state());
    Optional<ProcessHandle> launcher = state.launcher();
    launcher.ifPresent(
        process ->
            console.of(
                "Ended the stack (launcher pid " + process.pid() + ")",
                () -> {
                  process.destroy();
                  if (!Waiting.until(IN_ORDER, () -> !process.isAlive())) {
                    process.destroyForcibly();
                  }
                }));
    List<String> left = new Leftovers(state.run()).end();
    if (!left.isEmpty()) {
      console.line("Ended what was left running: " + String.join(", ", left) + ".");
    }
    if (launcher.isEmpty() && left.isEmpty()) {
      console.line("Nothing was running on " + state.root() + ".");
    }
    return 0;
  }
}
