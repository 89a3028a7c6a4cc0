package io.doorward.stack.cli;

import io.doorward.stack.StackException;
import io.doorward.stack.process.DetachedProcess;
import io.doorward.stack.process.JavaProcess;
import io.doorward.stack.process.LogFile;
import io.doorward.stack.process.Waiting;
import io.doorward.stack.suite.StackAddresses;
import io.doorward.stack.suite.StateFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the suite in a launcher of its own that outlives this one, and returns when it is ready.
 */
final class DetachedUp {
  private static final Duration START_BOUND = Duration.ofMinutes(5);
  private static final int HEAP_MIB = 128;

  private DetachedUp() {}

  static int run(Arguments arguments) {
    StateFolder state = new StateFolder(arguments.options().state());
    if (state.launcher().isPresent()) {
      throw new StackException(
          "A stack already runs on "
              + state.root()
              + " (pid "
              + state.launcher().get().pid()
              + "); ./dev down ends it.");
    }
    LogFile log = new LogFile(state.log("launcher"));
    Console console = new Console(System.out);
    LogFollower output = LogFollower.fromEnd(log.prepare().path());
    Process launcher = DetachedProcess.start(command(arguments), Map.of(Up.DETACHED, "1"), log);
    Waiting.until(
        START_BOUND,
        () -> {
          output.drain(console::line);
          return !launcher.isAlive() || StackAddresses.read(state).isPresent();
        });
    output.drain(console::line);
    Optional<StackAddresses> addresses = StackAddresses.read(state);
    if (addresses.isEmpty()) {
      throw new StackException(
          "The stack did not start"
              + (launcher.isAlive() ? " in time" : "")
              + "; its log is "
              + log.path()
              + ".");
    }
    Summary.print(console, addresses.get(), token(state));
    console.line("./dev down ends it.");
    return 0;
  }

  private static List<String> command(Arguments arguments) {
    List<String> command = new ArrayList<>(JavaProcess.command(HEAP_MIB));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add(Main.class.getName());
    command.addAll(arguments.wordsWithout("--detach"));
    return command;
  }

  private static String token(StateFolder state) {
    try {
      return Files.readString(state.secrets().resolve("demo-token")).strip();
    } catch (IOException e) {
      throw new StackException("The ready-made token cannot be read.", e);
    }
  }
}
