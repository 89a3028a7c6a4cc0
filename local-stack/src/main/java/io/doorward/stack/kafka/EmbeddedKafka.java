package io.doorward.stack.kafka;

import io.doorward.stack.StackException;
import io.doorward.stack.process.ChildProcess;
import io.doorward.stack.process.JavaProcess;
import io.doorward.stack.process.LogFile;
import io.doorward.stack.process.ServerProcess;
import io.doorward.stack.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Kafka on 127.0.0.1, a child JVM, so that it can be killed and its memory has a bound. */
public final class EmbeddedKafka extends ServerProcess {
  private static final Duration START_BOUND = Duration.ofSeconds(90);
  private static final Duration STOP_BOUND = Duration.ofSeconds(20);

  private final Path directory;
  private final Path pidFile;
  private final int controllerPort;
  private final LogFile log;

  public EmbeddedKafka(Path directory, Path runDirectory, Path log, int port, int controllerPort) {
    super("kafka", port, STOP_BOUND);
    this.directory = directory.toAbsolutePath();
    this.pidFile = runDirectory.toAbsolutePath().resolve("kafka.pid");
    this.controllerPort = controllerPort;
    this.log = new LogFile(log.toAbsolutePath());
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port();
  }

  @Override
  public synchronized void start() {
    if (running()) {
      return;
    }
    Path ready = directory.resolve(BrokerMain.READY);
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(ready);
    } catch (IOException e) {
      throw new StackException("Cannot write to " + directory + ": " + e.getMessage() + ".", e);
    }
    ChildProcess started = launch();
    process = started;
    boolean inTime = Waiting.until(START_BOUND, () -> !started.alive() || Files.exists(ready));
    if (!inTime || !started.alive()) {
      stop();
      throw new StackException("Kafka did not start: " + log.lastWords() + ".");
    }
  }

  private ChildProcess launch() {
    List<String> command = new ArrayList<>(JavaProcess.command(192));
    command.addAll(
        List.of(
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
            BrokerMain.class.getName(),
            directory.toString(),
            Integer.toString(port()),
            Integer.toString(controllerPort)));
    return ChildProcess.start(
        new ChildProcess.Launch(
            name(),
            command,
            () -> Map.of("CLASSPATH", JavaProcess.ownClasspath()),
            directory,
            log,
            pidFile,
            BrokerMain.class.getName() + " " + directory,
            "TERM"));
  }
}
