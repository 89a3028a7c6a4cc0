package io.doorward.gateway.proxy;

import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets requests that are under way finish when the gateway stops. Closing a Vert.x server closes
 * its connections too, so the listening socket is closed by itself first.
 */
@Singleton
class Drain {
  private static final long LOOK_MILLIS = 20;

  /** What is left to be cut off has this long to be told so. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final AtomicInteger underWay = new AtomicInteger();
  private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
  private final CopyOnWriteArrayList<Farewell> loops = new CopyOnWriteArrayList<>();
  private volatile boolean draining;
  private volatile boolean closingIdle;

  /** What an event loop does when the gateway stops. Called from any thread. */
  interface Farewell {
    /** Tells clients to begin nothing more here. */
    void announce();

    /** Ends what is still open. */
    void cut();

    /** Connections that are still open. */
    int connections();
  }

  void add(Farewell loop) {
    loops.add(loop);
  }

  /** The socket that accepted a connection. */
  void accepted(Channel connection) {
    Channel parent = connection.parent();
    if (parent != null) {
      listeners.add(parent);
    }
  }

  void begin() {
    underWay.incrementAndGet();
  }

  void end() {
    underWay.decrementAndGet();
  }

  int underWay() {
    return underWay.get();
  }

  /** Whether answers ask their clients to go elsewhere. */
  boolean isDraining() {
    return draining;
  }

  /** Whether connections on which nothing happens are closed soon. */
  boolean isClosingIdle() {
    return closingIdle;
  }

  /**
   * Goes on for a while with answers that ask to go elsewhere; then accepts nothing new and waits
   * for what is under way, at most so long; then ends what is left. A connection that was used a
   * moment ago is not closed under its client's next request, but after the answer to it.
   */
  void drain(Duration first, Duration longest) throws InterruptedException {
    draining = true;
    loops.forEach(Farewell::announce);
    TimeUnit.NANOSECONDS.sleep(first.toNanos());
    for (Channel listener : listeners) {
      listener.close().await(1_000);
    }
    closingIdle = true;
    if (!await(longest)) {
      loops.forEach(Farewell::cut);
      await(LAST_WORDS);
    }
  }

  private boolean await(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (underWay.get() > 0 || loops.stream().anyMatch(loop -> loop.connections() > 0)) {
      if (deadline - System.nanoTime() <= 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return true;
  }
}
