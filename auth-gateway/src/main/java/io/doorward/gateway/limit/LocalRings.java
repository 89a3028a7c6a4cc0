package io.doorward.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.gateway.limit.Quota.Holder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rings in process, for as long as Redis is gone or is not to be asked. What Redis last said was
 * used counts too, so that losing Redis in the middle of a window does not open the window anew.
 * What other instances admit meanwhile is not known here: that is the bound of this mode.
 */
@Singleton
class LocalRings {
  /** By organization, for as long as any of its tokens is remembered. */
  private final Cache<UUID, Counts> organizations = Caffeine.newBuilder().weakValues().build();

  private final Ticker ticker;
  private final int instances;

  @Inject
  LocalRings(LimitConfig config, Ticker ticker) {
    this.ticker = ticker;
    this.instances = Math.max(config.instances(), 1);
  }

  /** What Redis said, and when, by this instance's ticker. */
  private record Heard(List<Reading> readings, long at) {

    /** What Redis said of a window. */
    @Nullable Reading of(Quota quota) {
      for (Reading reading : readings) {
        if (reading.quota().holder() == quota.holder()
            && reading.quota().window() == quota.window()) {
          return reading;
        }
      }
      return null;
    }
  }

  /**
   * What one token, or one organization, has used here. Guarded by itself but for what is heard.
   */
  private static final class Counts {
    private volatile @Nullable Heard heard;
    private final Map<LimitWindow, Ring> rings = new EnumMap<>(LimitWindow.class);
  }

  /** What Redis had charged when it was last asked, as long as that counts. */
  private record Base(long permits, long end) {
    private static final Base NONE = new Base(0, 0);
  }

  /** What counts for one token: its own use, and its organization's. */
  static final class Shares {
    private final Counts own;
    private final Counts shared;

    private Shares(Counts own, Counts shared) {
      this.own = own;
      this.shared = shared;
    }

    /** Remembers what Redis said; it knows nothing of what was counted here. */
    void remember(Ruling ruling, long now) {
      Heard heard = new Heard(ruling.readings(), now);
      own.heard = heard;
      shared.heard = heard;
    }

    private Counts of(Quota quota) {
      return quota.holder() == Holder.TOKEN ? own : shared;
    }
  }

  /** For a token that has not been seen. */
  Shares open(UUID organizationId) {
    return new Shares(new Counts(), organizations.get(organizationId, id -> new Counts()));
  }

  /** Charges permits, in all windows or in none. */
  Ruling charge(Quotas quotas, Shares shares, int permits) {
    // always in this order, and never two tokens at once
    synchronized (shares.own) {
      synchronized (shares.shared) {
        return charged(quotas, shares, permits);
      }
    }
  }

  private Ruling charged(Quotas quotas, Shares shares, int permits) {
    long now = ticker.read();
    boolean fits = true;
    for (Quota quota : quotas.all()) {
      Counts counts = shares.of(quota);
      long used = ring(quota, counts, now).used(now) + base(quota, counts, now).permits();
      fits &= used + permits <= share(quota.limit());
    }
    List<Reading> readings = new ArrayList<>(quotas.all().size());
    for (Quota quota : quotas.all()) {
      readings.add(reading(quota, shares.of(quota), permits, fits, now));
    }
    return new Ruling(fits ? permits : 0, 0, readings);
  }

  private Reading reading(Quota quota, Counts counts, int permits, boolean fits, long now) {
    Ring ring = ring(quota, counts, now);
    Base base = base(quota, counts, now);
    long share = share(quota.limit());
    long over = ring.used(now) + base.permits() + permits - share;
    long wait =
        fits ? quota.window().length().toNanos() : over > 0 ? wait(ring, base, over, now) : 0;
    if (fits) {
      ring.add(permits);
    }
    long left = Math.max(share - ring.used(now) - base.permits(), 0);
    return new Reading(quota, share, left, wait);
  }

  /** Until so many have come back: of what was used here, or of what Redis had charged. */
  private static long wait(Ring ring, Base base, long over, long now) {
    long here = ring.waitFor(over, now);
    if (base.permits() == 0) {
      return here;
    }
    long rest = over - base.permits();
    long both = Math.max(base.end() - now, rest > 0 ? ring.waitFor(rest, now) : 0);
    return Math.min(here, both);
  }

  private static Ring ring(Quota quota, Counts counts, long now) {
    return counts.rings.computeIfAbsent(quota.window(), window -> new Ring(window, now));
  }

  private Base base(Quota quota, Counts counts, long now) {
    Heard heard = counts.heard;
    Reading last = heard == null ? null : heard.of(quota);
    if (heard == null || last == null) {
      return Base.NONE;
    }
    LimitWindow window = quota.window();
    long end = heard.at() + window.kept() * window.slice().toNanos();
    long used = Math.max(share(last.limit()) - share(last.remaining()), 0);
    return now - end < 0 ? new Base(used, end) : Base.NONE;
  }

  private long share(long permits) {
    return instances == 1 ? permits : (permits + instances - 1) / instances;
  }
}
