package io.doorward.stack.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How a child JVM is started: the same Java as this one, small, and quick to come up. */
public final class JavaProcess {
  private static final int FIRST_WITH_RESTRICTED_NATIVE_ACCESS = 24;

  private JavaProcess() {}

  /** The program and the JVM options, with that much heap in MiB; the caller adds what to run. */
  public static List<String> command(int heapMiB) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMiB + "m",
                "-XX:+UseSerialGC",
                // The first compiler alone: half the start-up time and less memory, at the price
                // of peak throughput, which a stack on a laptop does not need.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError"));
    if (Runtime.version().feature() >= FIRST_WITH_RESTRICTED_NATIVE_ACCESS) {
      // RocksDB and Netty load native code; later JDKs warn unless it is allowed by name.
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    return command;
  }

  /** This JVM's class path, absolute, because a child may run in another directory. */
  public static String ownClasspath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> new File(entry).getAbsolutePath())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
