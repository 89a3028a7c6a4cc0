package io.doorward.bench.gateway.load;

import io.doorward.stack.StackException;
import io.doorward.stack.process.ChildProcess;
import io.doorward.stack.process.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs wrk, one thread, against 127.0.0.1. */
public final class Wrk {
  private static final Duration BEYOND = Duration.ofSeconds(20);

  private final Path folder;
  private int runs;

  /**
   * One that keeps what it says in a folder.
   *
   * @param folder exists
   */
  public Wrk(Path folder) {
    this.folder = folder;
  }

  /** A run that is under way. */
  public static final class Run {
    private final ChildProcess process;
    private final Path output;
    private final Duration bound;

    private Run(ChildProcess process, Path output, Duration bound) {
      this.process = process;
      this.output = output;
      this.bound = bound;
    }

    /** Waits for the end and returns what was measured. */
    public WrkResult result() {
      if (!process.ended(bound)) {
        process.kill();
      }
      try {
        String said = Files.readString(output);
        return WrkResult.parse(said)
            .orElseThrow(() -> new StackException("wrk has no result: " + said.strip()));
      } catch (IOException e) {
        throw new StackException("Cannot read what wrk has said.", e);
      }
    }
  }

  public WrkResult run(Traffic traffic, int port, int connections, int seconds) {
    return start(traffic, port, connections, seconds).result();
  }

  public Run start(Traffic traffic, int port, int connections, int seconds) {
    String name = "wrk-" + ++runs;
    Path output = folder.resolve(name + ".out");
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Launch(
                name,
                List.of(
                    "wrk",
                    "-t1",
                    "-c" + connections,
                    "-d" + seconds + "s",
                    "--timeout",
                    "5s",
                    "-s",
                    traffic.script().toString(),
                    "http://127.0.0.1:" + port),
                Map::of,
                folder,
                new LogFile(output),
                folder.resolve(name + ".pid"),
                traffic.script().toString(),
                "TERM"));
    return new Run(process, output, BEYOND.plusSeconds(seconds));
  }
}
