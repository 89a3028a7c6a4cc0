package io.doorward.gateway.usage;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Counts events that are lost, and says so at most once a minute. */
@Singleton
class Drops {
  private static final Logger LOG = Logger.getLogger(Drops.class);
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final UsageMetrics metrics;
  private final Ticker ticker;
  private final AtomicLong nextLine;

  @Inject
  Drops(UsageMetrics metrics, Ticker ticker) {
    this.metrics = metrics;
    this.ticker = ticker;
    this.nextLine = new AtomicLong(ticker.read());
  }

  void count(String why) {
    metrics.dropped.increment();
    long now = ticker.read();
    long due = nextLine.get();
    if (now - due >= 0 && nextLine.compareAndSet(due, now + PAUSE_NANOS)) {
      LOG.errorf("usage events are being dropped: %s; %.0f so far", why, metrics.dropped.count());
    }
  }
}
