package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.gateway.ImportedKeysConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** How many keys that nobody knows each source has presented within the last minute begun. */
@Singleton
class GuessBudget {
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int MOST_SOURCES = 10_000;

  private final Cache<String, AtomicInteger> taken;
  private final int most;

  @Inject
  GuessBudget(ImportedKeysConfig config, Ticker ticker) {
    most = config.missesPerMinute();
    taken =
        Caffeine.newBuilder()
            .maximumSize(MOST_SOURCES)
            .expireAfterWrite(WINDOW)
            .ticker(ticker)
            .build();
  }

  /** Takes one before the guess is looked at, so that many at once are bounded too. */
  boolean take(String source) {
    AtomicInteger count = taken.get(source, any -> new AtomicInteger());
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  /** It was no miss. */
  void giveBack(String source) {
    AtomicInteger count = taken.getIfPresent(source);
    if (count != null) {
      count.updateAndGet(n -> Math.max(0, n - 1));
    }
  }
}
