package io.doorward.gateway.usage;

import io.doorward.contract.event.UsageEvent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Events on their way from the event loops to the publisher's thread. Bounded. */
@Singleton
class UsageQueue {
  private final BlockingQueue<UsageEvent> waiting;
  private final Drops drops;

  @Inject
  UsageQueue(UsageConfig config, Drops drops, UsageMetrics metrics) {
    this.waiting = new ArrayBlockingQueue<>(config.queue());
    this.drops = drops;
    metrics.gauge(
        "doorward.usage.queue", "usage events waiting in memory for the publisher", waiting::size);
  }

  void offer(UsageEvent event) {
    if (!waiting.offer(event)) {
      drops.count("the queue in memory is full");
    }
  }

  /** Moves what waits into a collection; waits a moment if there is nothing. */
  void drainTo(Collection<UsageEvent> batch, int max, long waitMillis) throws InterruptedException {
    if (waiting.drainTo(batch, max) > 0) {
      return;
    }
    UsageEvent first = waiting.poll(waitMillis, TimeUnit.MILLISECONDS);
    if (first != null) {
      batch.add(first);
      waiting.drainTo(batch, max - 1);
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
