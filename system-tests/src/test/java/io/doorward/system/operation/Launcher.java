package io.doorward.system.operation;

import io.doorward.stack.suite.StackPorts;
import io.doorward.system.suite.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The launcher as a process of its own, as {@code ./dev} runs it. */
final class Launcher {
  private static final long PATIENCE_SECONDS = 180;

  private final Path state;
  private final Path output;
  private final List<String> ports;

  Launcher(Path state, Path output, List<String> ports) {
    this.state = state.toAbsolutePath();
    this.output = output;
    this.ports = ports;
  }

  /** How a run ended. */
  record Ended(int code, String output) {}

  /** Runs a command to its end. */
  Ended run(String... words) {
    Process process = start(words);
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running: " + String.join(" ", words) + "\n" + output());
      }
      return new Ended(process.exitValue(), output());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a command and does not wait. */
  Process start(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Ddoorward.project=" + Suite.PROJECT,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                Suite.PROJECT
                    + "/local-stack/target/classes:"
                    + Suite.PROJECT
                    + "/local-stack/target/lib/*",
                "io.doorward.stack.cli.Main"));
    command.addAll(List.of(words));
    command.addAll(List.of("--state", state.toString()));
    if (!words[0].equals("down") && !words[0].equals("logs")) {
      command.addAll(ports);
    }
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the last command has printed so far. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processes of this stack, by the state folder in their command lines. */
  List<String> processes() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(p -> p.pid() != ProcessHandle.current().pid())
          .map(p -> p.info().commandLine().orElse(""))
          .filter(line -> line.contains(state.toString()))
          .toList();
    }
  }

  /** {@code --port} words for free ports. */
  static List<String> freePorts() {
    List<String> words = new ArrayList<>();
    StackPorts.random(1)
        .all(1)
        .forEach(
            (name, port) -> {
              words.add("--port");
              words.add(name + "=" + port);
            });
    return words;
  }
}
