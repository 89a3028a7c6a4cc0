package io.doorward.gateway.proxy;

import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets requests that are under way finish when the gateway stops. Closing a Vert.x server closes
 * its connections too, so the listening socket is closed by itself first.
 */
@Singleton
class Drain {
  private final AtomicInteger underWay = new AtomicInteger();
  private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

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
    if (underWay.decrementAndGet() == 0 && draining) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  int underWay() {
    return underWay.get();
  }

  /** Whether answers ask their clients to go elsewhere. */
  boolean isDraining() {
    return draining;
  }

  /** Accepts nothing new and waits for what is under way, at most so long. */
  void drain(Duration longest) throws InterruptedException {
    draining = true;
    for (Channel listener : listeners) {
      listener.close().await(1_000);
    }
    long deadline = System.nanoTime() + longest.toNanos();
    synchronized (this) {
      while (underWay.get() > 0) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    }
  }
}
