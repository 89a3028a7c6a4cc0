package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.ForeignSecret;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.Peppers;
import io.doorward.gateway.ImportedKeysConfig;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Knows tokens whose keys another system made. Such a key has no check digits, so that anything may
 * be one: what no cache knows costs its source something before anybody is asked. A key that is not
 * found by its hash may still fit a slow one; token-service compares it, once.
 */
@Singleton
public class ImportedKeys {
  private static final int MOST_UNKNOWN = 50_000;
  private static final SnapshotAnswer UNKNOWN = new SnapshotAnswer.Unknown();

  private final Peppers peppers;
  private final Snapshots snapshots;
  private final SnapshotCache cache;
  private final FreshnessLease lease;
  private final Function<ForeignSecret, Future<Optional<TokenSnapshot>>> service;
  private final GuessBudget guesses;
  private final Ticker ticker;
  private final Cache<LookupKey, Boolean> unknown;
  private final SingleFlight<Question, SnapshotAnswer> flights = new SingleFlight<>();

  /** As in {@link Snapshots}: an answer to an earlier generation's question is no answer. */
  private record Question(LookupKey lookup, long generation) {}

  @Inject
  ImportedKeys(
      Peppers peppers,
      Snapshots snapshots,
      SnapshotCache cache,
      FreshnessLease lease,
      ServiceComparisons service,
      GuessBudget guesses,
      ImportedKeysConfig config,
      Ticker ticker) {
    this(peppers, snapshots, cache, lease, service::find, guesses, config, ticker);
  }

  /** With another way to compare. */
  ImportedKeys(
      Peppers peppers,
      Snapshots snapshots,
      SnapshotCache cache,
      FreshnessLease lease,
      Function<ForeignSecret, Future<Optional<TokenSnapshot>>> service,
      GuessBudget guesses,
      ImportedKeysConfig config,
      Ticker ticker) {
    this.peppers = peppers;
    this.snapshots = snapshots;
    this.cache = cache;
    this.lease = lease;
    this.service = service;
    this.guesses = guesses;
    this.ticker = ticker;
    this.unknown =
        Caffeine.newBuilder()
            .maximumSize(MOST_UNKNOWN)
            .expireAfterWrite(config.unknownFor())
            .ticker(ticker)
            .build();
  }

  /**
   * What is known of the token with this key. Never fails.
   *
   * @param source who presents it, as guesses are counted
   */
  public Future<SnapshotAnswer> find(ForeignSecret key, String source) {
    List<LookupKey> candidates = peppers.importedCandidates(key.sha256());
    if (candidates.stream().anyMatch(lookup -> cache.get(lookup).isPresent())) {
      return snapshots.find(candidates);
    }
    LookupKey first = candidates.get(0);
    // An event may have told since that there is such a token.
    boolean announced = candidates.stream().anyMatch(lookup -> cache.leastVersion(lookup) > 0);
    return unknown.getIfPresent(first) != null && !announced
        ? Future.succeededFuture(UNKNOWN)
        : flights
            .join(new Question(first, lease.generation()), () -> ask(key, candidates, source))
            .compose(
                answer ->
                    snapshots.isOutdated(answer)
                        ? ask(key, candidates, source)
                        : Future.succeededFuture(answer));
  }

  private Future<SnapshotAnswer> ask(ForeignSecret key, List<LookupKey> candidates, String source) {
    if (!guesses.take(source)) {
      return Future.succeededFuture(new SnapshotAnswer.TooManyGuesses(guesses.pause(source)));
    }
    return snapshots
        .find(candidates)
        .compose(
            answer ->
                answer instanceof SnapshotAnswer.Unknown
                    ? compare(key, candidates.get(0), source)
                    : Future.succeededFuture(answer).onSuccess(any -> guesses.giveBack(source)));
  }

  /** The guess is given back for a key that is one, and if token-service had no work with it. */
  private Future<SnapshotAnswer> compare(ForeignSecret key, LookupKey lookup, String source) {
    long generation = lease.generation();
    long askedAt = ticker.read();
    return service
        .apply(key)
        .onComplete(
            asked -> {
              if (asked.succeeded()
                  ? asked.result().isPresent()
                  : asked.cause() instanceof ServiceComparisons.NotSent) {
                guesses.giveBack(source);
              }
            })
        .map(found -> heard(lookup, found, generation, askedAt))
        .otherwise(new SnapshotAnswer.Unavailable());
  }

  private SnapshotAnswer heard(
      LookupKey lookup, Optional<TokenSnapshot> found, long generation, long askedAt) {
    if (found.isEmpty()) {
      unknown.put(lookup, Boolean.TRUE);
      return UNKNOWN;
    }
    TokenSnapshot snapshot = found.get();
    if (snapshot.version() < cache.leastVersion(snapshot.lookup())) {
      return new SnapshotAnswer.Unavailable();
    }
    cache.keep(new SnapshotCache.Entry(snapshot, generation, askedAt));
    return new SnapshotAnswer.Known(snapshot, SnapshotAnswer.Level.SERVICE);
  }
}
