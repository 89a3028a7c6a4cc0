package io.doorward.stack.suite;

import io.doorward.stack.StackException;
import io.doorward.stack.process.ChildProcess;
import io.doorward.stack.process.JavaProcess;
import io.doorward.stack.process.LogFile;
import io.doorward.stack.process.Waiting;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One process of a packaged service, which can be ended in any way and started again. */
public final class ServiceHandle {
  private static final Duration START_BOUND = Duration.ofMinutes(2);
  private static final Duration STOP_BOUND = Duration.ofSeconds(20);

  private final ServiceSpec spec;
  private final StackOptions options;
  private final StateFolder state;
  private final LogFile log;
  private final Health health = new Health();
  private @Nullable ChildProcess process;

  ServiceHandle(ServiceSpec spec, StackOptions options, StateFolder state) {
    this.spec = spec;
    this.options = options;
    this.state = state;
    this.log = new LogFile(state.log(spec.name()));
  }

  public String name() {
    return spec.name();
  }

  /** Where its own API answers; for a gateway, its public listener. */
  public URI baseUrl() {
    return spec.baseUrl();
  }

  /** Where health and metrics are; for a gateway, its management port. */
  public URI managementUrl() {
    return spec.healthUrl();
  }

  public Path log() {
    return log.path();
  }

  /** Starts it and returns when it is ready. */
  public void start() {
    spawn();
    awaitReady(() -> false);
  }

  /** Starts the process and does not wait; does nothing when it already runs. */
  public synchronized void spawn() {
    if (process != null && process.alive()) {
      return;
    }
    Path jar =
        options.project().resolve(spec.module()).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new StackException(
          spec.module() + " is not built: " + jar + " is missing; ./dev up builds it.");
    }
    process =
        ChildProcess.start(
            new ChildProcess.Launch(
                spec.name(),
                command(jar),
                spec.environment(),
                state.root(),
                log,
                state.run().resolve(spec.name() + ".pid"),
                marker(),
                "TERM"));
  }

  private List<String> command(Path jar) {
    List<String> command = new ArrayList<>(JavaProcess.command(spec.heapMiB()));
    command.add(marker());
    command.addAll(options.jvmOptions());
    spec.settings().forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-jar");
    command.add(jar.toString());
    return command;
  }

  /** Says in the list of processes what this one is, and whose. */
  private String marker() {
    return "-Ddoorward.stack=" + spec.name() + "@" + state.root();
  }

  /** Returns when it is ready; throws when it ended, was too slow, or the caller gives up. */
  void awaitReady(BooleanSupplier givenUp) {
    boolean decided =
        Waiting.until(START_BOUND, () -> givenUp.getAsBoolean() || !running() || ready());
    if (givenUp.getAsBoolean()) {
      throw new StackException("The start was broken off.");
    }
    if (!decided) {
      throw new StackException(
          spec.name() + " was not ready within 120 s; its log is " + log.path() + ".");
    }
    if (!running()) {
      throw new StackException(
          spec.name()
              + " ended while it started ("
              + log.lastWords().strip()
              + "); its log is "
              + log.path()
              + ".");
    }
  }

  public boolean ready() {
    return health.ready(spec.healthUrl().toString());
  }

  public synchronized boolean running() {
    return process != null && process.alive();
  }

  /** The process id of the running process. */
  public synchronized long pid() {
    if (process == null) {
      throw new IllegalStateException(spec.name() + " was not started");
    }
    return process.pid();
  }

  /** Sends a signal by its short name ({@code "TERM"}, {@code "STOP"}) and does not wait. */
  public synchronized void terminate(String signal) {
    if (process != null) {
      process.signal(signal);
    }
  }

  /** True when the process was gone within the bound. */
  public boolean ended(Duration bound) {
    ChildProcess current;
    synchronized (this) {
      current = process;
    }
    return current == null || current.ended(bound);
  }

  /** Ends it in order; past 20 s it is killed. */
  public synchronized void stop() {
    if (process != null) {
      process.stop(STOP_BOUND);
      process = null;
    }
  }

  /** Ends it as a crash would. */
  public synchronized void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }
}
