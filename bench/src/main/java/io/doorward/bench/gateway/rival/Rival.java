package io.doorward.bench.gateway.rival;

import io.doorward.stack.StackException;
import io.doorward.stack.process.ChildProcess;
import io.doorward.stack.process.LogFile;
import io.doorward.stack.process.Ports;
import io.doorward.stack.process.ServerProcess;
import io.doorward.stack.process.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A server of somebody else that is ready once its port answers. */
public final class Rival extends ServerProcess {
  private static final Duration START_BOUND = Duration.ofSeconds(90);
  private static final Duration STOP_BOUND = Duration.ofSeconds(10);

  private final RivalFolder folder;
  private final List<String> command;
  private final String marker;

  /**
   * One that is not started.
   *
   * @param marker part of the command by which the process can be known
   */
  Rival(RivalFolder folder, String name, int port, List<String> command, Path marker) {
    super(name, port, STOP_BOUND);
    this.folder = folder;
    this.command = List.copyOf(command);
    this.marker = marker.toString();
  }

  @Override
  public synchronized void start() {
    LogFile log = new LogFile(folder.log(name()));
    ChildProcess started =
        ChildProcess.start(
            new ChildProcess.Launch(
                name(),
                command,
                Map::of,
                folder.root(),
                log,
                folder.run().resolve(name() + ".child.pid"),
                marker,
                "TERM"));
    process = started;
    boolean ready = Waiting.until(START_BOUND, () -> !started.alive() || Ports.answers(port()));
    if (!ready || !started.alive()) {
      stop();
      throw new StackException(name() + " did not start: " + log.lastWords() + ".");
    }
  }

  /** The process id of the running server. */
  public synchronized long pid() {
    if (process == null) {
      throw new IllegalStateException(name() + " was not started");
    }
    return process.pid();
  }
}
