package io.doorward.stack.process;

import io.doorward.stack.StackException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What is remembered of a process so that a later run can tell it from a stranger that was given
 * the same pid: when it started, and a text that its command line holds.
 */
public record PidFile(long pid, Instant startedAt, String marker) {
  /** Start times are computed from the boot time, which moves when the system's clock is set. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  /** Describes a running process; the marker must be part of its command line. */
  public static PidFile of(ProcessHandle process, String marker) {
    Instant startedAt = process.info().startInstant().orElse(Instant.EPOCH);
    return new PidFile(process.pid(), startedAt, marker);
  }

  public void write(Path file) {
    Properties lines = new Properties();
    lines.setProperty("pid", Long.toString(pid));
    lines.setProperty("startedAt", startedAt.toString());
    lines.setProperty("marker", marker);
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (Writer out = Files.newBufferedWriter(draft)) {
        lines.store(out, null);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StackException("Cannot write " + file + ": " + e.getMessage() + ".", e);
    }
  }

  /** Empty when there is no such file or it cannot be understood. */
  public static Optional<PidFile> read(Path file) {
    Properties lines = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      lines.load(in);
      return Optional.of(
          new PidFile(
              Long.parseLong(lines.getProperty("pid", "")),
              Instant.parse(lines.getProperty("startedAt", "")),
              lines.getProperty("marker", "")));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The process, if it still runs and is the one that was recorded. */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isTheSame);
  }

  private boolean isTheSame(ProcessHandle candidate) {
    ProcessHandle.Info info = candidate.info();
    boolean sameStart =
        info.startInstant()
            .map(at -> Duration.between(startedAt, at).abs().compareTo(START_TOLERANCE) <= 0)
            .orElse(false);
    return sameStart && !marker.isEmpty() && commandLine(candidate).contains(marker);
  }

  /** Linux tells all of it under /proc, where Java's own view stops at one memory page. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .replace('\0', ' ');
    } catch (IOException e) {
      return process.info().commandLine().or(() -> process.info().command()).orElse("");
    }
  }
}
