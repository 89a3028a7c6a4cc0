package io.doorward.bench.tokens;

import io.doorward.stack.StackException;
import io.doorward.stack.process.InParallel;
import io.doorward.stack.suite.DoorwardStack;
import io.doorward.stack.suite.StackOptions;
import io.doorward.stack.suite.StackPorts;
import io.doorward.stack.suite.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The packaged token service with its servers, in a folder and on ports of its own. */
final class BenchStack implements AutoCloseable {
  /** More than one person creates while it runs. */
  private static final String ENOUGH = "1000";

  private final DoorwardStack stack;
  private final Path folder;
  private final Thread hook;

  private BenchStack(DoorwardStack stack, Path folder) {
    this.stack = stack;
    this.folder = folder;
    this.hook = new Thread(this::end, "end-of-bench");
  }

  static BenchStack start(Path project) throws IOException {
    Path folder = Files.createTempDirectory("doorward-bench-");
    StackOptions options =
        StackOptions.in(project)
            .withState(folder)
            .withPorts(StackPorts.random(1))
            // As a deployment would run it: the launcher's own options save start-up time.
            .withJvmOptions(List.of("-XX:TieredStopAtLevel=4", "-Xmx512m"))
            // What is measured is the time it takes, not whether it is given up on a busy machine.
            .withSetting("token-service", "doorward.database.timeout", "20s")
            .withSetting("token-service", "doorward.policy.creations-per-hour", ENOUGH)
            .withSetting("token-service", "doorward.policy.max-tokens-per-user", ENOUGH);
    BenchStack bench = new BenchStack(DoorwardStack.prepare(options), folder);
    Runtime.getRuntime().addShutdownHook(bench.hook);
    try {
      InParallel.run(
          List.of(
              bench.stack.postgres()::start,
              bench.stack.redis()::start,
              bench.stack.kafka()::start,
              bench.stack.identity()::start));
      bench.stack.tokenService().start();
      return bench;
    } catch (RuntimeException e) {
      bench.close();
      throw e;
    }
  }

  String baseUrl() {
    return stack.addresses().tokenService();
  }

  DoorwardStack parts() {
    return stack;
  }

  Path postgresLog() {
    return new StateFolder(folder).log("postgres");
  }

  /** A connection without a bound on the time that a statement takes. */
  Connection database(String role) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + stack.addresses().postgres(), role, stack.secrets().of(role));
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already, and the hook finds nothing left to do.
    }
  }

  private void end() {
    stack.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new StackException("Cannot delete " + folder + ".", e);
    }
  }
}
