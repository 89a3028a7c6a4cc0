package io.doorward.stack.process;

import io.doorward.stack.StackException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A running child. Its end, wanted or not, removes its pid file. */
public final class ChildProcess {
  private final Launch launch;
  private final Process process;

  /**
   * What to start.
   *
   * @param command program and arguments; no secret belongs here, since every user can read it
   * @param environment added to this process's own, asked at the start; secrets go here
   * @param marker part of the command line by which a later run knows the process again
   * @param stopSignal what asks it to end in order: TERM, or INT for PostgreSQL's fast shutdown
   */
  public record Launch(
      String name,
      List<String> command,
      Supplier<Map<String, String>> environment,
      Path directory,
      LogFile log,
      Path pidFile,
      String marker,
      String stopSignal) {}

  private ChildProcess(Launch launch, Process process) {
    this.launch = launch;
    this.process = process;
  }

  public static ChildProcess start(Launch launch) {
    List<String> command = new ArrayList<>(Session.prefix());
    command.addAll(launch.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(launch.directory().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(launch.log().prepare().path().toFile()));
    builder.environment().putAll(launch.environment().get());
    try {
      Process process = builder.start();
      OrphanGuard.ofThisJvm().watch(process.pid(), launch.stopSignal());
      PidFile.of(process.toHandle(), launch.marker()).write(launch.pidFile());
      ChildProcess child = new ChildProcess(launch, process);
      var unused = process.onExit().thenRun(child::forget);
      return child;
    } catch (IOException e) {
      throw new StackException("Cannot start " + launch.name() + ": " + e.getMessage() + ".", e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** The exit code of an ended process. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Asks it to end and waits; past the bound it is killed. */
  public void stop(Duration bound) {
    signal(launch.stopSignal());
    if (!ended(bound)) {
      kill();
    }
  }

  /** Ends it as a crash would and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    if (!ended(Duration.ofSeconds(10))) {
      throw new StackException(launch.name() + " (pid " + pid() + ") does not end.");
    }
  }

  /** Sends a signal by its short name, as in {@code kill -TERM}. */
  public void signal(String name) {
    if (alive()) {
      Signals.send(pid(), name);
    }
  }

  /** True when it is gone and its pid file with it. */
  public boolean ended(Duration bound) {
    try {
      process.onExit().thenRun(this::forget).get(bound.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new StackException("Cannot follow " + launch.name() + ".", e);
    }
  }

  private void forget() {
    OrphanGuard.ofThisJvm().forget(pid());
    boolean stillOurs =
        PidFile.read(launch.pidFile()).filter(file -> file.pid() == pid()).isPresent();
    try {
      if (stillOurs) {
        Files.deleteIfExists(launch.pidFile());
      }
    } catch (IOException e) {
      // A pid file that stays is checked against the living processes by its next reader.
    }
  }
}
