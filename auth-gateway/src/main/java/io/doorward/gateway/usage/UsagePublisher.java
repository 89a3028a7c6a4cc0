package io.doorward.gateway.usage;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Moves events from the queue to the broker, or to the spool while the broker is gone or slow, and
 * from the spool to the broker when it is back. One thread runs it; only receipts come from others.
 *
 * <p>An event is in exactly one place at any time: queue, under way, spool; or delivered.
 */
final class UsagePublisher implements Runnable {
  private static final Logger LOG = Logger.getLogger(UsagePublisher.class);
  private static final int BATCH = 1_000;
  private static final long IDLE_MILLIS = 50;

  private final UsageQueue queue;
  private final Broker broker;
  private final Spool spool;
  private final Drops drops;
  private final UsageMetrics metrics;
  private final Ticker ticker;
  private final UsageConfig config;
  private final Replay replay;
  private final Queue<Outgoing> undelivered = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile long lastReceipt;
  private volatile boolean stopping;
  private boolean live = true;

  UsagePublisher(
      UsageQueue queue,
      Broker broker,
      Spool spool,
      Drops drops,
      UsageMetrics metrics,
      UsageConfig config,
      Ticker ticker) {
    this.queue = queue;
    this.broker = broker;
    this.spool = spool;
    this.drops = drops;
    this.metrics = metrics;
    this.config = config;
    this.ticker = ticker;
    this.replay = new Replay(spool, broker, metrics, ticker);
    this.lastReceipt = ticker.read();
    metrics.gauge(
        "doorward.usage.under.way", "usage events sent and not yet acknowledged", underWay::get);
    metrics.gauge("doorward.usage.spool.bytes", "size of the usage spool on disk", spool::bytes);
  }

  void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    List<UsageEvent> batch = new ArrayList<>(BATCH);
    while (!stopping || !queue.isEmpty()) {
      try {
        queue.drainTo(batch, BATCH, IDLE_MILLIS);
        step(batch);
      } catch (InterruptedException e) {
        stopping = true;
      } catch (RuntimeException e) {
        LOG.error("usage events: a step failed; the next goes on", e);
      }
      batch.clear();
    }
    finish();
  }

  private void step(List<UsageEvent> batch) {
    if (live && (isTooMuchUnderWay() || isSilent())) {
      live = false;
      LOG.warn("usage events go to the spool: the broker does not take them");
    }
    for (UsageEvent event : batch) {
      pass(event);
    }
    keepUndelivered();
    if (!spool.isEmpty() || !replay.isIdle()) {
      replay.step();
    } else if (!live && !isTooMuchUnderWay() && !isSilent()) {
      // An empty spool alone says nothing of the broker: nothing may have come meanwhile.
      live = true;
      LOG.info("usage events go to the broker again");
    }
  }

  /** What fails for one event is that event's loss, not that of those behind it. */
  private void pass(UsageEvent event) {
    try {
      Outgoing outgoing = encode(event);
      if (live) {
        send(outgoing);
      } else {
        keep(outgoing);
      }
    } catch (RuntimeException e) {
      LOG.error("a usage event cannot be passed on", e);
      drops.count("an event cannot be passed on");
    }
  }

  private static Outgoing encode(UsageEvent event) {
    return new Outgoing(event.key().getBytes(StandardCharsets.UTF_8), ContractJson.write(event));
  }

  private boolean isTooMuchUnderWay() {
    return underWay.get() >= config.inFlight();
  }

  private boolean isSilent() {
    return underWay.get() > 0 && ticker.read() - lastReceipt > config.patience().toNanos();
  }

  private void send(Outgoing event) {
    if (underWay.getAndIncrement() == 0) {
      lastReceipt = ticker.read();
    }
    broker.send(
        event,
        delivered -> {
          if (delivered) {
            lastReceipt = ticker.read();
            metrics.sent.increment();
          } else {
            undelivered.add(event);
          }
          underWay.decrementAndGet();
        });
    if (!undelivered.isEmpty()) {
      keepUndelivered();
    }
  }

  private void keepUndelivered() {
    for (Outgoing event = undelivered.poll(); event != null; event = undelivered.poll()) {
      live = false;
      keep(event);
    }
  }

  private void keep(Outgoing event) {
    try {
      if (spool.append(event)) {
        metrics.spooled.increment();
      } else {
        drops.count("the spool is full");
      }
    } catch (IOException e) {
      drops.count("the spool cannot be written: " + e.getMessage());
    }
  }

  /** The queue is empty and nothing comes any more. */
  private void finish() {
    Duration wait = live ? config.flush() : Duration.ZERO;
    broker.close(wait);
    keepUndelivered();
    try {
      spool.close();
    } catch (IOException e) {
      LOG.error("the spool could not be closed", e);
    }
  }
}
