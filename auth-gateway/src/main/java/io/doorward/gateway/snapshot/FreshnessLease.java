package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether what is cached may be believed without asking. It may while at least one path is alive
 * (heartbeats) and everything that any path has announced has been applied.
 *
 * <p>A gap that neither path fills by the second heartbeat after it showed is bridged by distrust:
 * the generation grows, everything cached before must be asked for anew, and counting starts over.
 * The same happens when a path counts from lower down twice in a row: the record was restored.
 */
@Singleton
class FreshnessLease {
  private final Ticker ticker;
  private final long leaseNanos;
  private final long memoryNanos;
  private final EpochLedger ledger = new EpochLedger();
  private final Path redis;
  private final Path kafka;
  private final AtomicLong generation = new AtomicLong();
  private volatile long applied = -1;
  private volatile boolean complete;
  private volatile long lastComplete;
  private volatile Runnable whenApplied = () -> {};

  private static final class Path {
    private volatile long heardAt;
    private volatile long announced = -1;
    private boolean gapSeen;
    private boolean wentBack;

    Path(long heardAt) {
      this.heardAt = heardAt;
    }
  }

  @Inject
  FreshnessLease(SnapshotConfig config, Ticker ticker) {
    this.ticker = ticker;
    this.leaseNanos = config.lease().toNanos();
    this.memoryNanos = config.maxStaleness().toNanos();
    long longAgo = ticker.read() - leaseNanos;
    redis = new Path(longAgo);
    kafka = new Path(longAgo);
    lastComplete = ticker.read() - memoryNanos;
  }

  /** Called, with this object locked, whenever {@link #appliedEpoch} has changed. */
  void whenApplied(Runnable listener) {
    whenApplied = listener;
  }

  private Path path(FeedPath name) {
    return name == FeedPath.REDIS ? redis : kafka;
  }

  /** A heartbeat: nothing newer than this epoch has been sent down this path. */
  void heartbeat(FeedPath from, long epoch) {
    heartbeat(from, epoch, false);
  }

  /**
   * A heartbeat that may have been under way for long: then it tells what had been sent, but not
   * that the path is alive.
   */
  synchronized void heartbeat(FeedPath from, long epoch, boolean late) {
    Path path = path(from);
    boolean goesBack = epoch < path.announced;
    boolean restarted = goesBack && path.wentBack;
    path.wentBack = goesBack && !restarted;
    if (ledger.isEmpty() || restarted) {
      startOver(path, epoch);
    } else if (ledger.applied() < epoch) {
      if (path.gapSeen) {
        startOver(path, epoch);
      } else {
        path.gapSeen = true;
      }
    }
    path.announced = Math.max(path.announced, epoch);
    if (ledger.applied() >= epoch) {
      path.gapSeen = false;
    }
    if (!late) {
      path.heardAt = ticker.read();
    }
    settle();
  }

  /** A change with this epoch has been applied. */
  synchronized void applied(FeedPath from, long epoch) {
    Path path = path(from);
    path.announced = Math.max(path.announced, epoch);
    if (!ledger.isEmpty()) {
      ledger.apply(epoch);
    }
    settle();
  }

  /** The path broke; it has to be heard again before it counts. */
  void interrupted(FeedPath from) {
    path(from).heardAt = ticker.read() - leaseNanos;
  }

  private void startOver(Path told, long epoch) {
    generation.incrementAndGet();
    ledger.startAt(epoch);
    told.announced = epoch;
    for (Path path : List.of(redis, kafka)) {
      path.announced = Math.min(path.announced, ledger.applied());
      path.gapSeen = false;
    }
  }

  private void settle() {
    boolean changed = applied != ledger.applied();
    applied = ledger.applied();
    complete = !ledger.isEmpty() && applied >= Math.max(redis.announced, kafka.announced);
    if (isHeld()) {
      lastComplete = ticker.read();
    }
    if (changed) {
      whenApplied.run();
    }
  }

  /** Whether this path was heard a short while ago. */
  boolean isAlive(FeedPath name) {
    return ticker.read() - path(name).heardAt < leaseNanos;
  }

  /**
   * Whether everything that is applied here has come down this path too: what the path keeps up to
   * date is not behind what was heard on the other.
   */
  boolean isCurrent(FeedPath name) {
    return isAlive(name) && path(name).announced >= applied;
  }

  /** Whether the cache may be believed now. */
  boolean isHeld() {
    return complete && (isAlive(FeedPath.REDIS) || isAlive(FeedPath.KAFKA));
  }

  /** Only what was learned in the present generation may be believed. */
  long generation() {
    return generation.get();
  }

  /**
   * Whether memory may serve at all. Bounded by when the lease was last held, whatever has been
   * learned since: those who wait for all gateways reckon with one that fell silent for no longer.
   * Never before the lease was held.
   */
  boolean remembers() {
    return ticker.read() - lastComplete < memoryNanos;
  }

  /** Everything up to this epoch has been applied; -1 before anything was heard. */
  long appliedEpoch() {
    return applied;
  }
}
