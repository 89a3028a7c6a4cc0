package io.doorward.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Rings in process, for as long as Redis is gone. A token starts with what Redis last said was left
 * of its limits, so that losing Redis in the middle of a window does not open the window anew. What
 * other instances admit meanwhile is not known here: that is the bound of this mode.
 */
@Singleton
class LocalRings {
  private final Cache<UUID, TokenRings> tokens;
  private final Ticker ticker;
  private final int instances;

  @Inject
  LocalRings(LimitConfig config, Ticker ticker) {
    this.ticker = ticker;
    this.instances = Math.max(config.instances(), 1);
    this.tokens =
        Caffeine.newBuilder()
            .maximumSize(config.remembered())
            .expireAfterAccess(Duration.ofDays(1))
            .ticker(ticker)
            .build();
  }

  private static final class TokenRings {
    private List<Reading> lastFromRedis = List.of();
    private long lastFromRedisAt;
    private final Map<LimitWindow, Ring> rings = new EnumMap<>(LimitWindow.class);
  }

  /** Remembers what Redis said, and forgets what was counted here. */
  void remember(UUID token, List<Reading> readings) {
    TokenRings rings = tokens.get(token, id -> new TokenRings());
    synchronized (rings) {
      rings.lastFromRedis = readings;
      rings.lastFromRedisAt = ticker.read();
      rings.rings.clear();
    }
  }

  Ruling charge(Charge charge) {
    TokenRings rings = tokens.get(charge.token(), id -> new TokenRings());
    synchronized (rings) {
      return charge(charge, rings);
    }
  }

  private Ruling charge(Charge charge, TokenRings token) {
    long now = ticker.read();
    boolean fits = true;
    for (Charge.Quota quota : charge.quotas()) {
      Ring ring = token.rings.computeIfAbsent(quota.window(), window -> start(token, window, now));
      fits &= ring.used(now) + charge.permits() <= share(quota);
    }
    List<Reading> readings = new ArrayList<>(charge.quotas().size());
    for (Charge.Quota quota : charge.quotas()) {
      Ring ring = token.rings.get(quota.window());
      if (ring == null) {
        throw new IllegalStateException("every window has got its ring above");
      }
      long over = ring.used(now) + charge.permits() - share(quota);
      if (fits) {
        ring.add(charge.permits());
      }
      long wait = fits ? quota.window().length().toNanos() : over > 0 ? ring.waitFor(over, now) : 0;
      long left = Math.max(share(quota) - ring.used(now), 0);
      readings.add(new Reading(quota.window(), share(quota), left, Duration.ofNanos(wait)));
    }
    return new Ruling(fits, readings);
  }

  private Ring start(TokenRings token, LimitWindow window, long now) {
    Ring ring = new Ring(window, now);
    for (Reading last : token.lastFromRedis) {
      if (last.window() == window && now - token.lastFromRedisAt < window.length().toNanos()) {
        ring.used(now);
        ring.add(Math.max(share(last.limit()) - share(last.remaining()), 0));
      }
    }
    return ring;
  }

  private long share(Charge.Quota quota) {
    return share(quota.limit());
  }

  private long share(long permits) {
    return instances == 1 ? permits : (permits + instances - 1) / instances;
  }
}
