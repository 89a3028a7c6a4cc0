package io.doorward.stack.suite;

import io.doorward.stack.StackException;
import io.doorward.stack.process.PidFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Held while a stack runs on a state folder, so that two never share one. Ends with the JVM. */
final class RunLock implements AutoCloseable {
  private final StateFolder state;
  private final FileChannel channel;

  private RunLock(StateFolder state, FileChannel channel) {
    this.state = state;
    this.channel = channel;
  }

  static RunLock take(StateFolder state) {
    try {
      FileChannel channel =
          FileChannel.open(
              state.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new StackException(
            "A stack already runs on "
                + state.root()
                + state.launcher().map(p -> " (pid " + p.pid() + ")").orElse("")
                + "; ./dev down ends it.");
      }
      return new RunLock(state, channel);
    } catch (IOException e) {
      throw new StackException("Cannot lock " + state.run() + ": " + e.getMessage() + ".", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Lets {@code down} and {@code status} find this process. */
  void announce() {
    // How this JVM was called is not ours to choose; its start time tells it from others.
    PidFile.of(ProcessHandle.current(), "java").write(state.launcherPidFile());
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(state.launcherPidFile());
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest, and a stale pid file is checked by readers.
    }
  }
}
