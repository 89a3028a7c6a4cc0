package io.doorward.stack.cli;

import io.doorward.stack.StackException;
import io.doorward.stack.process.LogFile;
import io.doorward.stack.process.Waiting;
import io.doorward.stack.suite.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Shows the last lines of the logs, then what is added, until Ctrl-C. */
final class Logs {
  private static final int LAST_LINES = 20;
  private static final Duration FOREVER = Duration.ofDays(365);

  private Logs() {}

  static int run(Arguments arguments) {
    StateFolder state = new StateFolder(arguments.options().state());
    List<Path> files = files(state, arguments.name().orElse(""));
    if (files.isEmpty()) {
      throw new StackException(
          arguments
              .name()
              .map(s -> "There is no log of \"" + s + "\"; there are " + names(state) + ".")
              .orElse("There are no logs in " + state.logs() + "."));
    }
    Console console = new Console(System.out);
    boolean several = files.size() > 1;
    List<LogFollower> followers = files.stream().map(LogFollower::fromEnd).toList();
    for (Path file : files) {
      new LogFile(file).tail(LAST_LINES).forEach(l -> console.line(prefix(file, several) + l));
    }
    if (arguments.follow()) {
      Waiting.until(
          FOREVER,
          () -> {
            followers.forEach(f -> f.drain(l -> console.line(prefix(f.file(), several) + l)));
            return false;
          });
    }
    return 0;
  }

  private static String prefix(Path file, boolean several) {
    return several ? "[" + name(file) + "] " : "";
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.log$", "");
  }

  private static String names(StateFolder state) {
    return String.join(", ", files(state, "").stream().map(Logs::name).toList());
  }

  private static List<Path> files(StateFolder state, String prefix) {
    if (!Files.isDirectory(state.logs())) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(state.logs())) {
      return all.filter(f -> f.getFileName().toString().endsWith(".log"))
          .filter(f -> name(f).startsWith(prefix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new StackException("Cannot read " + state.logs() + ": " + e.getMessage() + ".", e);
    }
  }
}
