package io.doorward.bench.gateway.machine;

import io.doorward.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A process with all it has started, in the kernel's own accounting. */
public final class ProcessTree {
  /** Linux counts in ticks of 10 ms for programs, whatever its own clock does (USER_HZ). */
  private static final double MICROS_PER_TICK = 10_000;

  private static final double KILOBYTES = 1024;
  private static final long PAUSE_NANOS = Duration.ofMillis(250).toNanos();

  /** Less than this in one pause is a process's own heartbeat and no leftover work. */
  private static final double AT_REST_MICROS = 20_000;

  private static final int MOST_PAUSES = 20;

  private final long root;

  public ProcessTree(long root) {
    this.root = root;
  }

  /** User and system time so far, in microseconds, in steps of 10 ms. */
  public double cpuMicros() {
    return MICROS_PER_TICK * pids().mapToLong(pid -> ProcFiles.cpuTicks(read(pid, "stat"))).sum();
  }

  /** What it has used once it has come to rest, at most five seconds from now. */
  public double cpuMicrosAtRest() {
    double before = cpuMicros();
    for (int i = 0; i < MOST_PAUSES; i++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      double now = cpuMicros();
      if (now - before <= AT_REST_MICROS) {
        return now;
      }
      before = now;
    }
    return before;
  }

  /** Memory in use; what several of its processes share is counted for each. */
  public double residentMegabytes() {
    return pids().mapToLong(pid -> ProcFiles.residentKilobytes(read(pid, "status"))).sum()
        / KILOBYTES;
  }

  private Stream<Long> pids() {
    ProcessHandle handle =
        ProcessHandle.of(root)
            .orElseThrow(() -> new StackException("Process " + root + " has ended by itself."));
    return Stream.concat(Stream.of(handle), handle.descendants()).map(ProcessHandle::pid);
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new StackException("Process " + pid + " has ended by itself.", e);
    }
  }
}
