package io.doorward.stack.redis;

import io.doorward.stack.StackException;
import io.doorward.stack.process.ChildProcess;
import io.doorward.stack.process.LogFile;
import io.doorward.stack.process.Ports;
import io.doorward.stack.process.ServerProcess;
import io.doorward.stack.process.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Redis on 127.0.0.1. */
public final class EmbeddedRedis extends ServerProcess {
  private static final Duration START_BOUND = Duration.ofSeconds(30);
  private static final Duration STOP_BOUND = Duration.ofSeconds(10);

  /** What is left after a restart. */
  public enum Persistence {
    /** Nothing: for tests. */
    NONE,
    /** All but at most the last second: an append-only file, synced once a second. */
    APPEND_ONLY
  }

  private final Path directory;
  private final Path pidFile;
  private final LogFile log;
  private final Persistence persistence;

  public EmbeddedRedis(
      Path directory, Path runDirectory, Path log, int port, Persistence persistence) {
    super("redis", port, STOP_BOUND);
    this.directory = directory.toAbsolutePath();
    this.pidFile = runDirectory.toAbsolutePath().resolve("redis.pid");
    this.log = new LogFile(log.toAbsolutePath());
    this.persistence = persistence;
  }

  @Override
  public synchronized void start() {
    if (running()) {
      return;
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new StackException("Cannot create " + directory + ": " + e.getMessage() + ".", e);
    }
    ChildProcess started = launch();
    process = started;
    boolean ready = Waiting.until(START_BOUND, () -> !started.alive() || answersPing());
    if (!ready || !started.alive()) {
      stop();
      throw new StackException("Redis did not start: " + log.lastWords() + ".");
    }
  }

  private ChildProcess launch() {
    return ChildProcess.start(
        new ChildProcess.Launch(
            name(),
            List.of(
                RedisBinary.unpacked().toString(),
                "--port",
                Integer.toString(port()),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--save",
                "",
                "--appendonly",
                persistence == Persistence.APPEND_ONLY ? "yes" : "no",
                // Keeps the command line by which a later run knows the process again.
                "--set-proc-title",
                "no"),
            Map::of,
            directory,
            log,
            pidFile,
            "--dir " + directory,
            "TERM"));
  }

  /** False too while it still loads its file: it then answers with an error. */
  private boolean answersPing() {
    try (Socket socket = new Socket()) {
      socket.connect(Ports.loopback(port()), 1000);
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
    } catch (IOException e) {
      return false;
    }
  }
}
