package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

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
  private final EpochLedger ledger = new EpochLedger();
  private final Map<FeedPath, Path> paths = new EnumMap<>(FeedPath.class);
  private volatile long generation;
  private volatile long applied = -1;
  private volatile boolean complete;
  private volatile long lastComplete;
  private volatile long redisHeard;
  private volatile long kafkaHeard;

  private static final class Path {
    private long announced = -1;
    private boolean gapSeen;
    private boolean wentBack;
  }

  @Inject
  FreshnessLease(SnapshotConfig config, Ticker ticker) {
    this.ticker = ticker;
    this.leaseNanos = config.lease().toNanos();
    for (FeedPath path : FeedPath.values()) {
      paths.put(path, new Path());
    }
    redisHeard = ticker.read() - leaseNanos;
    kafkaHeard = redisHeard;
    lastComplete = redisHeard;
  }

  /** A heartbeat: nothing newer than this epoch has been sent down this path. */
  synchronized void heartbeat(FeedPath from, long epoch) {
    Path path = paths.get(from);
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
    heard(from);
    settle();
  }

  /** A change with this epoch has been applied. */
  synchronized void applied(FeedPath from, long epoch) {
    Path path = paths.get(from);
    path.announced = Math.max(path.announced, epoch);
    if (!ledger.isEmpty()) {
      ledger.apply(epoch);
    }
    settle();
  }

  /** The path broke; it has to be heard again before it counts. */
  synchronized void interrupted(FeedPath from) {
    long longAgo = ticker.read() - leaseNanos;
    if (from == FeedPath.REDIS) {
      redisHeard = longAgo;
    } else {
      kafkaHeard = longAgo;
    }
  }

  private void startOver(Path told, long epoch) {
    generation++;
    ledger.startAt(epoch);
    told.announced = epoch;
    for (Path path : paths.values()) {
      path.announced = Math.min(path.announced, ledger.applied());
      path.gapSeen = false;
    }
  }

  private void heard(FeedPath from) {
    if (from == FeedPath.REDIS) {
      redisHeard = ticker.read();
    } else {
      kafkaHeard = ticker.read();
    }
  }

  private void settle() {
    long announced = -1;
    for (Path path : paths.values()) {
      announced = Math.max(announced, path.announced);
    }
    applied = ledger.applied();
    complete = !ledger.isEmpty() && applied >= announced;
    if (complete && (isAlive(FeedPath.REDIS) || isAlive(FeedPath.KAFKA))) {
      lastComplete = ticker.read();
    }
  }

  boolean isAlive(FeedPath path) {
    long heard = path == FeedPath.REDIS ? redisHeard : kafkaHeard;
    return ticker.read() - heard < leaseNanos;
  }

  /** Whether the cache may be believed now. */
  boolean isHeld() {
    return complete && (isAlive(FeedPath.REDIS) || isAlive(FeedPath.KAFKA));
  }

  /** Only what was learned in the present generation may be believed. */
  long generation() {
    return generation;
  }

  /** The last reading of the ticker at which the lease was held. */
  long lastHeld() {
    return lastComplete;
  }

  /** Everything up to this epoch has been applied; -1 before anything was heard. */
  long appliedEpoch() {
    return applied;
  }
}
