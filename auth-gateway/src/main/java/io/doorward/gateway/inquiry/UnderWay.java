package io.doorward.gateway.inquiry;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Questions that have no answer yet, so that a shutdown cuts none of them off. */
final class UnderWay {
  private final Set<Object> open = ConcurrentHashMap.newKeySet();
  private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  /** The socket that accepted a connection. */
  void accepted(Channel connection) {
    Channel parent = connection.parent();
    if (parent != null) {
      listeners.add(parent);
    }
  }

  void begin(Object question) {
    open.add(question);
  }

  /** However often it is told. */
  void end(Object question) {
    open.remove(question);
    if (draining) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  boolean isDraining() {
    return draining;
  }

  /** Accepts nothing new and waits for what is under way, at most so long. */
  void drain(Duration longest) throws InterruptedException {
    draining = true;
    for (Channel listener : listeners) {
      listener.close().await(1_000);
    }
    long end = System.nanoTime() + longest.toNanos();
    synchronized (this) {
      while (!open.isEmpty()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    }
  }
}
