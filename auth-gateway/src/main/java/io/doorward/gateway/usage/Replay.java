package io.doorward.gateway.usage;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is in the spool, in order, a batch at a time. A batch leaves the spool only when every
 * event of it has arrived; otherwise the whole of it is sent again after a pause.
 */
final class Replay {
  private static final Logger LOG = Logger.getLogger(Replay.class);
  private static final int BATCH = 500;
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(4);

  private final Spool spool;
  private final Broker broker;
  private final UsageMetrics metrics;
  private final Ticker ticker;
  private @Nullable Batch running;
  private long pause = FIRST_PAUSE;
  private long nextAttempt;

  private static final class Batch {
    private final List<Segment.Entry> entries;
    private final AtomicInteger open;
    private final AtomicBoolean failed = new AtomicBoolean();

    Batch(List<Segment.Entry> entries) {
      this.entries = entries;
      this.open = new AtomicInteger(entries.size());
    }

    void settle(boolean delivered) {
      if (!delivered) {
        failed.set(true);
      }
      open.decrementAndGet();
    }
  }

  Replay(Spool spool, Broker broker, UsageMetrics metrics, Ticker ticker) {
    this.spool = spool;
    this.broker = broker;
    this.metrics = metrics;
    this.ticker = ticker;
    this.nextAttempt = ticker.read();
  }

  boolean isIdle() {
    return running == null;
  }

  /** Looks after the running batch, or begins the next. Does not wait for the broker. */
  void step() {
    Batch present = running;
    if (present == null) {
      begin();
    } else if (present.open.get() == 0) {
      running = null;
      if (present.failed.get()) {
        nextAttempt = ticker.read() + pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      } else {
        pause = FIRST_PAUSE;
        spool.confirm(present.entries.get(present.entries.size() - 1));
        metrics.replayed.increment(present.entries.size());
        begin();
      }
    }
  }

  private void begin() {
    if (ticker.read() - nextAttempt < 0) {
      return;
    }
    List<Segment.Entry> entries = oldest();
    if (entries.isEmpty()) {
      return;
    }
    Batch batch = new Batch(entries);
    running = batch;
    for (Segment.Entry entry : entries) {
      if (batch.failed.get()) {
        batch.settle(false);
      } else {
        broker.send(entry.event(), batch::settle);
      }
    }
  }

  private List<Segment.Entry> oldest() {
    try {
      return spool.peek(BATCH);
    } catch (IOException e) {
      LOG.errorf("the spool cannot be read: %s", e.getMessage());
      nextAttempt = ticker.read() + LONGEST_PAUSE;
      return List.of();
    }
  }
}
