package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.gateway.snapshot.SnapshotAnswer.Level;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Knows tokens. In process first; then Redis, as long as Redis is known to be kept up to date; then
 * token-service; then, as a last resort, whatever Redis or this process still has.
 */
@Singleton
public class Snapshots {
  private static final SnapshotAnswer UNKNOWN = new SnapshotAnswer.Unknown();
  private static final SnapshotAnswer UNAVAILABLE = new SnapshotAnswer.Unavailable();

  private static final Duration LONGEST_STALENESS = Duration.ofMinutes(5);

  private final SnapshotCache cache;
  private final FreshnessLease lease;
  private final Source inRedis;
  private final Source atService;
  private final SnapshotMetrics metrics;
  private final Ticker ticker;
  private final long recheckNanos;
  private final long refreshNanos;
  private final SingleFlight<Question, SnapshotAnswer> flights = new SingleFlight<>();

  /** Whoever asks in a later generation must not be given an answer to an earlier question. */
  private record Question(LookupKey lookup, long generation) {}

  /** Where a snapshot can be asked for: empty if there is none, failed if it cannot be asked. */
  interface Source {
    Future<Optional<TokenSnapshot>> find(LookupKey lookup);
  }

  @Inject
  Snapshots(
      SnapshotCache cache,
      FreshnessLease lease,
      RedisSnapshots redis,
      ServiceSnapshots service,
      SnapshotMetrics metrics,
      SnapshotConfig config,
      Ticker ticker) {
    this(cache, lease, redis::find, service::find, metrics, config, ticker);
  }

  /** With other sources. */
  Snapshots(
      SnapshotCache cache,
      FreshnessLease lease,
      Source inRedis,
      Source atService,
      SnapshotMetrics metrics,
      SnapshotConfig config,
      Ticker ticker) {
    this.cache = cache;
    this.lease = lease;
    this.inRedis = inRedis;
    this.atService = atService;
    this.metrics = metrics;
    this.ticker = ticker;
    this.recheckNanos = config.recheck().toNanos();
    this.refreshNanos = config.refreshAfter().toNanos();
    if (config.maxStaleness().compareTo(LONGEST_STALENESS) > 0) {
      throw new IllegalArgumentException(
          "doorward.gateway.snapshot.max-staleness is more than " + LONGEST_STALENESS);
    }
  }

  /**
   * What is known of the token that is stored under one of these keys. Completes at once for tokens
   * in process; never fails.
   */
  public Future<SnapshotAnswer> find(List<LookupKey> candidates) {
    for (LookupKey lookup : candidates) {
      Optional<SnapshotCache.Entry> entry = cache.get(lookup);
      if (entry.isPresent() && isFresh(entry.get())) {
        metrics.process.increment();
        return Future.succeededFuture(
            new SnapshotAnswer.Known(entry.get().snapshot(), Level.PROCESS));
      }
    }
    return find(candidates, 0, UNKNOWN);
  }

  /** Whether this process knows such a token, be it that it would ask again before it says so. */
  public boolean remembers(List<LookupKey> candidates) {
    for (LookupKey lookup : candidates) {
      if (cache.get(lookup).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * A token under an older pepper is looked for under the newer one first. That nobody can be asked
   * about the newer one must not hide what is known under the older.
   *
   * @param otherwise the answer if none of the rest is known
   */
  private Future<SnapshotAnswer> find(
      List<LookupKey> candidates, int index, SnapshotAnswer otherwise) {
    if (index == candidates.size()) {
      return Future.succeededFuture(otherwise);
    }
    return find(candidates.get(index))
        .compose(
            found ->
                found instanceof SnapshotAnswer.Known
                    ? Future.succeededFuture(found)
                    : find(
                        candidates,
                        index + 1,
                        found instanceof SnapshotAnswer.Unavailable ? found : otherwise));
  }

  private Future<SnapshotAnswer> find(LookupKey lookup) {
    if (cache.get(lookup).isEmpty() && cache.isUnknown(lookup)) {
      metrics.unknown.increment();
      return Future.succeededFuture(UNKNOWN);
    }
    return flights
        .join(new Question(lookup, lease.generation()), () -> ask(lookup))
        .compose(answer -> isOutdated(answer) ? ask(lookup) : Future.succeededFuture(answer));
  }

  /** The question may have been somebody's who asked before the change was heard. */
  boolean isOutdated(SnapshotAnswer answer) {
    return answer instanceof SnapshotAnswer.Known known
        && known.snapshot().version() < cache.leastVersion(known.snapshot().lookup());
  }

  private boolean isFresh(SnapshotCache.Entry entry) {
    long age = ticker.read() - entry.askedAt();
    if (entry.snapshot().revokedAt() != null) {
      return true;
    }
    boolean believed =
        lease.isHeld() ? age < refreshNanos : age < recheckNanos && lease.remembers();
    return believed && entry.generation() == lease.generation();
  }

  private Future<SnapshotAnswer> ask(LookupKey lookup) {
    long generation = lease.generation();
    long askedAt = ticker.read();
    Future<SnapshotAnswer> answer =
        lease.isCurrent(FeedPath.REDIS)
            ? askRedis(lookup, generation, askedAt)
                .compose(
                    found ->
                        found.isPresent()
                            ? Future.succeededFuture(found.get())
                            : askService(lookup, generation, askedAt))
            : askService(lookup, generation, askedAt);
    return answer.recover(nobody -> lastResort(lookup));
  }

  /** Empty if Redis has no copy that can be believed, or cannot be asked. */
  private Future<Optional<SnapshotAnswer>> askRedis(
      LookupKey lookup, long generation, long askedAt) {
    return copyInRedis(lookup)
        .map(found -> found.map(copy -> learn(copy, Level.REDIS, generation, askedAt)));
  }

  private Future<Optional<TokenSnapshot>> copyInRedis(LookupKey lookup) {
    return inRedis
        .find(lookup)
        .otherwise(Optional.empty())
        .map(found -> found.filter(copy -> copy.version() >= leastVersion(lookup)))
        .onSuccess(found -> found.ifPresent(any -> metrics.redis.increment()));
  }

  /** An older copy than the one in process is no news either. */
  private long leastVersion(LookupKey lookup) {
    long cached = cache.get(lookup).map(entry -> entry.snapshot().version()).orElse(0L);
    return Math.max(cached, cache.leastVersion(lookup));
  }

  private Future<SnapshotAnswer> askService(LookupKey lookup, long generation, long askedAt) {
    return atService
        .find(lookup)
        .compose(found -> heardFromService(lookup, found, generation, askedAt));
  }

  private Future<SnapshotAnswer> heardFromService(
      LookupKey lookup, Optional<TokenSnapshot> found, long generation, long askedAt) {
    metrics.service.increment();
    if (found.isPresent()) {
      return found.get().version() < cache.leastVersion(lookup)
          ? Future.failedFuture("the token has changed meanwhile")
          : Future.succeededFuture(learn(found.get(), Level.SERVICE, generation, askedAt));
    }
    cache.forget(lookup);
    cache.keepUnknown(lookup);
    return Future.succeededFuture(UNKNOWN);
  }

  private SnapshotAnswer learn(TokenSnapshot snapshot, Level level, long generation, long askedAt) {
    cache.keep(new SnapshotCache.Entry(snapshot, generation, askedAt));
    TokenSnapshot newest =
        cache
            .get(snapshot.lookup())
            .map(SnapshotCache.Entry::snapshot)
            .filter(cached -> cached.version() > snapshot.version())
            .orElse(snapshot);
    return new SnapshotAnswer.Known(newest, level);
  }

  /**
   * Token-service cannot be asked. Redis goes on alone, unless it is known to be behind; without
   * it, memory does for a while. What nobody vouches for is not learned.
   */
  private Future<SnapshotAnswer> lastResort(LookupKey lookup) {
    if (lease.isHeld() && !lease.isCurrent(FeedPath.REDIS)) {
      return Future.succeededFuture(fromMemory(lookup));
    }
    return copyInRedis(lookup)
        .map(
            found ->
                found
                    .<SnapshotAnswer>map(copy -> new SnapshotAnswer.Known(copy, Level.REDIS))
                    .orElseGet(() -> fromMemory(lookup)));
  }

  private SnapshotAnswer fromMemory(LookupKey lookup) {
    Optional<SnapshotCache.Entry> entry = cache.get(lookup);
    if (entry.isPresent() && isTolerable(entry.get())) {
      metrics.stale.increment();
      return new SnapshotAnswer.Known(entry.get().snapshot(), Level.STALE);
    }
    metrics.unavailable.increment();
    return UNAVAILABLE;
  }

  /** What was learned before a change was missed may be the very thing that has changed. */
  private boolean isTolerable(SnapshotCache.Entry entry) {
    return entry.generation() == lease.generation() && lease.remembers();
  }
}
