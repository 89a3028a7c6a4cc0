package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stops asking what does not answer: after a row of failures nothing is tried for a while, then one
 * attempt at a time until one succeeds.
 */
final class Circuit {
  private static final int FAILURES = 3;
  private static final long PAUSE_NANOS = 500_000_000L;

  private final Ticker ticker;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong nextAttempt = new AtomicLong();

  Circuit(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Whether to try now. */
  boolean permits() {
    if (failures.get() < FAILURES) {
      return true;
    }
    long now = ticker.read();
    long due = nextAttempt.get();
    return now - due >= 0 && nextAttempt.compareAndSet(due, now + PAUSE_NANOS);
  }

  void succeeded() {
    failures.set(0);
  }

  void failed() {
    nextAttempt.set(ticker.read() + PAUSE_NANOS);
    failures.incrementAndGet();
  }
}
