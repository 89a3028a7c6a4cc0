package io.doorward.gateway.address;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How much each source ({@link IpAddress#site}) may do within a minute that begins with its first.
 * So within any minute it is twice as much at most. Of very many sources the least busy are
 * forgotten.
 */
public final class SiteBudget {
  private static final Duration SPELL = Duration.ofMinutes(1);
  private static final int MOST_SOURCES = 10_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Cache<String, Spell> spells;
  private final int most;
  private final Ticker ticker;

  /** The end of the last spell that was used up: after it no source has to be looked for. */
  private volatile long spentUntil;

  private static final class Spell {
    private final long end;
    private final AtomicInteger taken = new AtomicInteger();

    private Spell(long end) {
      this.end = end;
    }
  }

  /**
   * @param most what each source may do within a minute
   */
  public SiteBudget(int most, Ticker ticker) {
    this.most = most;
    this.ticker = ticker;
    this.spentUntil = ticker.read();
    this.spells =
        Caffeine.newBuilder()
            .maximumSize(MOST_SOURCES)
            .expireAfterWrite(SPELL)
            .ticker(ticker)
            .build();
  }

  /** Takes one; false if the source has had all. */
  public boolean take(String site) {
    Spell spell = spells.get(site, any -> new Spell(ticker.read() + SPELL.toNanos()));
    int taken = spell.taken.incrementAndGet();
    if (taken > most) {
      spell.taken.decrementAndGet();
      return false;
    }
    if (taken == most && spell.end - spentUntil > 0) {
      spentUntil = spell.end;
    }
    return true;
  }

  /** Gives one back that was taken within the same minute. */
  public void giveBack(String site) {
    Spell spell = spells.getIfPresent(site);
    if (spell != null) {
      spell.taken.updateAndGet(taken -> Math.max(0, taken - 1));
    }
  }

  /** Whether any source has had all; much cheaper than to ask for one. */
  public boolean isAnySpent() {
    return ticker.read() - spentUntil < 0;
  }

  /** How many whole seconds a source that has had all must wait; zero for one that need not. */
  public Duration pause(String site) {
    @Nullable Spell spell = spells.getIfPresent(site);
    if (spell == null || spell.taken.get() < most) {
      return Duration.ZERO;
    }
    long left = Math.max(spell.end - ticker.read(), 1);
    return Duration.ofSeconds((left + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
  }
}
