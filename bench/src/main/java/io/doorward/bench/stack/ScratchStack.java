package io.doorward.bench.stack;

import io.doorward.stack.StackException;
import io.doorward.stack.suite.DoorwardStack;
import io.doorward.stack.suite.StackOptions;
import io.doorward.stack.suite.StackPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A stack in a folder and on ports of its own. Both are gone in the end, also after Ctrl-C. */
public final class ScratchStack implements AutoCloseable {
  private final DoorwardStack stack;
  private final Path folder;
  private final Thread hook;

  private ScratchStack(DoorwardStack stack, Path folder) {
    this.stack = stack;
    this.folder = folder;
    this.hook = new Thread(this::end, "end-of-bench");
  }

  /** Nothing runs yet; the caller starts the parts that it needs. */
  public static ScratchStack prepare(
      Path project, int gateways, UnaryOperator<StackOptions> settings) throws IOException {
    Path folder = Files.createTempDirectory("doorward-bench-");
    StackOptions options =
        settings.apply(
            StackOptions.in(project)
                .withState(folder)
                .withGateways(gateways)
                .withPorts(StackPorts.random(gateways)));
    ScratchStack scratch = new ScratchStack(DoorwardStack.prepare(options), folder);
    Runtime.getRuntime().addShutdownHook(scratch.hook);
    return scratch;
  }

  public DoorwardStack parts() {
    return stack;
  }

  public Path folder() {
    return folder;
  }

  /** A connection without a bound on the time that a statement takes. */
  public Connection database(String role) throws SQLException {
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

  private synchronized void end() {
    stack.close();
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new StackException("Cannot delete " + folder + ".", e);
    }
  }
}
