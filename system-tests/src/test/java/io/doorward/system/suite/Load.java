package io.doorward.system.suite;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Steady requests in the background, one thread a client, until it is closed. Every answer is kept
 * with the moment it began and ended.
 */
public final class Load implements AutoCloseable {
  /** A connection that broke before an answer. */
  public static final int BROKEN = -1;

  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Shot> shots = new ConcurrentLinkedQueue<>();
  private volatile boolean going = true;

  private Load() {}

  /**
   * One request.
   *
   * @param from {@link System#nanoTime} when it was sent
   * @param to when its answer had arrived
   */
  public record Shot(long from, long to, int status) {}

  /** Starts one thread a client, each pausing that long after an answer. */
  public static Load on(String path, Duration pause, List<Api> clients) {
    Load load = new Load();
    for (Api client : clients) {
      Thread thread = new Thread(() -> load.shoot(client, path, pause), "load");
      thread.setDaemon(true);
      thread.start();
      load.threads.add(thread);
    }
    return load;
  }

  private void shoot(Api client, String path, Duration pause) {
    while (going) {
      long from = System.nanoTime();
      int status;
      try {
        status = client.get(path).status();
      } catch (UncheckedIOException e) {
        status = BROKEN;
      }
      shots.add(new Shot(from, System.nanoTime(), status));
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  /** What was answered so far. */
  public List<Shot> shots() {
    return List.copyOf(shots);
  }

  /** How often each status was answered to requests sent after a moment. */
  public Map<Integer, Long> statusesSince(long from) {
    Map<Integer, Long> counts = new TreeMap<>();
    shots.stream()
        .filter(shot -> shot.from() >= from)
        .forEach(shot -> counts.merge(shot.status(), 1L, Long::sum));
    return counts;
  }

  @Override
  public void close() {
    going = false;
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(40).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
