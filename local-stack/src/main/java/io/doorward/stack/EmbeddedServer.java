package io.doorward.stack;

/**
 * A server of the local stack. It keeps its port and its directory over any number of starts, so
 * that a test can take it away and bring it back, and clients find it where it was.
 */
public interface EmbeddedServer extends AutoCloseable {

  /** The short name, as in {@code status} and in the name of the log file. */
  String name();

  /** The loopback port it listens on while it runs. */
  int port();

  /**
   * Returns when clients can connect; does nothing when it already runs.
   *
   * @throws StackException when it does not come up within its bound
   */
  void start();

  /** Ends it in order and returns when the process is gone; does nothing when it does not run. */
  void stop();

  /** Ends it at once, as a crash would (SIGKILL where it is a process of its own). */
  void kill();

  boolean running();

  default void restart() {
    stop();
    start();
  }

  @Override
  default void close() {
    stop();
  }
}
