package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.barrier.BarrierIndex;
import io.doorward.contract.barrier.BarrierSet;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the barriers. They are believed like a cached token, while the lease is held and in the
 * generation in which they were loaded, and never below a version that somebody has announced. As
 * long as nobody can tell them there is no yes: that they are missing is not that there are none.
 */
@Singleton
public class Barriers {
  /** No generation of the lease: for what was heard, but never asked for. */
  private static final long NEVER = -1;

  private final FreshnessLease lease;
  private final Supplier<Future<Optional<BarrierSet>>> inRedis;
  private final Supplier<Future<BarrierSet>> atService;
  private final Ticker ticker;
  private final long recheckNanos;
  private final long refreshNanos;
  private final long maxStalenessNanos;
  private final AtomicReference<@Nullable Held> held = new AtomicReference<>();
  private final AtomicLong announced = new AtomicLong();
  private final SingleFlight<Question, Optional<BarrierIndex>> flights = new SingleFlight<>();

  /** Whoever asks when more is known must not be given an answer to an earlier question. */
  private record Question(long generation, long announced) {}

  /**
   * What is in process.
   *
   * @param generation the lease's generation when they were asked for
   * @param askedAt the ticker's reading when they were asked for
   */
  private record Held(BarrierIndex index, long generation, long askedAt) {}

  @Inject
  Barriers(
      FreshnessLease lease,
      BarrierSources sources,
      SnapshotConfig config,
      Ticker ticker,
      MeterRegistry registry) {
    this(lease, sources::inRedis, sources::atService, config, ticker);
    Gauge.builder("doorward.barriers.version", this, Barriers::version)
        .description("version of the barriers that are in force here; -1 before any are")
        .register(registry);
  }

  /**
   * With other sources.
   *
   * @param inRedis never fails
   */
  Barriers(
      FreshnessLease lease,
      Supplier<Future<Optional<BarrierSet>>> inRedis,
      Supplier<Future<BarrierSet>> atService,
      SnapshotConfig config,
      Ticker ticker) {
    this.lease = lease;
    this.inRedis = inRedis;
    this.atService = atService;
    this.ticker = ticker;
    this.recheckNanos = config.recheck().toNanos();
    this.refreshNanos = config.refreshAfter().toNanos();
    this.maxStalenessNanos = config.maxStaleness().toNanos();
  }

  /** The barriers, if they may be believed without asking; else {@code null}: {@link #load}. */
  public @Nullable BarrierIndex known() {
    Held now = held.get();
    return now != null && isFresh(now) ? now.index() : null;
  }

  private boolean isFresh(Held now) {
    long age = ticker.read() - now.askedAt();
    return now.index().version() >= announced.get()
        && now.generation() == lease.generation()
        && (lease.isHeld() ? age < refreshNanos : age < recheckNanos && lease.remembers());
  }

  /** Asks for the barriers. Empty if nobody can tell; never fails. */
  public Future<Optional<BarrierIndex>> load() {
    return flights.join(new Question(lease.generation(), announced.get()), this::ask);
  }

  private Future<Optional<BarrierIndex>> ask() {
    long generation = lease.generation();
    long askedAt = ticker.read();
    long told = announced.get();
    Future<Optional<BarrierIndex>> answer =
        lease.isCurrent(FeedPath.REDIS)
            ? askRedis(generation, askedAt)
                .compose(
                    found ->
                        found.isPresent()
                            ? Future.succeededFuture(found)
                            : askService(generation, askedAt, told))
            : askService(generation, askedAt, told);
    return answer.recover(nobody -> lastResort(generation, askedAt));
  }

  /** Empty if Redis has no copy, an older one than is known to exist, or cannot be asked. */
  private Future<Optional<BarrierIndex>> askRedis(long generation, long askedAt) {
    return inRedis
        .get()
        .map(
            found ->
                found
                    .filter(copy -> copy.version() >= Math.max(announced.get(), version()))
                    .map(copy -> learn(copy, generation, askedAt)));
  }

  private Future<Optional<BarrierIndex>> askService(long generation, long askedAt, long told) {
    return atService
        .get()
        .compose(
            set -> {
              BarrierIndex newest = learn(set, generation, askedAt);
              if (newest.version() < told) {
                // It was asked after that was announced, so its database has been restored since.
                announced.compareAndSet(told, newest.version());
              }
              return newest.version() >= announced.get()
                  ? Future.succeededFuture(Optional.of(newest))
                  : Future.failedFuture("newer barriers were announced meanwhile");
            });
  }

  /** Token-service cannot be asked. Redis goes on alone; without it, memory does for a while. */
  private Future<Optional<BarrierIndex>> lastResort(long generation, long askedAt) {
    return askRedis(generation, askedAt)
        .map(found -> found.isPresent() ? found : Optional.ofNullable(fromMemory()));
  }

  private @Nullable BarrierIndex fromMemory() {
    Held now = held.get();
    if (now == null || now.index().version() < announced.get()) {
      return null;
    }
    // What was learned before a change was missed may be the very thing that has changed.
    return now.generation() == lease.generation() && lease.remembers() ? now.index() : null;
  }

  private BarrierIndex learn(BarrierSet set, long generation, long askedAt) {
    BarrierIndex index = BarrierIndex.of(set);
    Held now =
        held.updateAndGet(
            old -> {
              BarrierIndex newest =
                  old != null && old.index().version() > index.version() ? old.index() : index;
              return old != null && old.askedAt() - askedAt > 0
                  ? new Held(newest, old.generation(), old.askedAt())
                  : new Held(newest, generation, askedAt);
            });
    return Objects.requireNonNull(now).index();
  }

  /** Takes over a change that an event tells of. What was never asked for is not believed yet. */
  void apply(BarrierSet changed) {
    BarrierIndex index = BarrierIndex.of(changed);
    held.updateAndGet(
        old -> {
          if (old == null) {
            return new Held(index, NEVER, ticker.read() - maxStalenessNanos);
          }
          return old.index().version() >= index.version()
              ? old
              : new Held(index, old.generation(), old.askedAt());
        });
    announced(changed.version());
  }

  /** There are barriers of this version: an older set is not believed from now on. */
  void announced(long version) {
    announced.accumulateAndGet(version, Math::max);
  }

  /** The version that is held; -1 for none. */
  long version() {
    Held now = held.get();
    return now == null ? -1 : now.index().version();
  }
}
