package io.doorward.stack.process;

import io.doorward.stack.EmbeddedServer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server that is a process of its own: all of it but how it starts. */
public abstract class ServerProcess implements EmbeddedServer {
  private final String name;
  private final int port;
  private final Duration stopBound;

  /** The process of the last start; guarded by this object's monitor. */
  protected @Nullable ChildProcess process;

  /**
   * @param stopBound an orderly end takes at most this long; past it the process is killed
   */
  protected ServerProcess(String name, int port, Duration stopBound) {
    this.name = name;
    this.port = port;
    this.stopBound = stopBound;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int port() {
    return port;
  }

  @Override
  public final synchronized void stop() {
    if (process != null) {
      process.stop(stopBound);
      process = null;
    }
  }

  @Override
  public final synchronized void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  /** Sends a signal by its short name ({@code "STOP"}, {@code "CONT"}) and does not wait. */
  public final synchronized void signal(String signal) {
    if (process != null) {
      process.signal(signal);
    }
  }

  @Override
  public final synchronized boolean running() {
    return process != null && process.alive();
  }
}
