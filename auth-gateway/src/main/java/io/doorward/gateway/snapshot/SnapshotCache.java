package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Tokens in process. Good and unknown ones are kept apart, so that a flood of guesses cannot drive
 * out a good one. A newer version is never replaced by an older one.
 */
@Singleton
class SnapshotCache {
  /** Longer than any copy in Redis can lag behind an event that was heard. */
  private static final Duration VERSIONS_KEPT = Duration.ofMinutes(15);

  private final Cache<LookupKey, Entry> known;
  private final Cache<LookupKey, Boolean> unknown;
  private final Cache<LookupKey, Long> leastVersions;

  /** Of what was asked up to this reading of the ticker, a least version may be forgotten. */
  private volatile long forgottenUpTo;

  /**
   * A token as it was learned.
   *
   * @param generation the lease's generation when the question was asked
   * @param askedAt the ticker's reading when the question was asked
   */
  record Entry(TokenSnapshot snapshot, long generation, long askedAt) {}

  @Inject
  SnapshotCache(SnapshotConfig config, Ticker ticker) {
    known =
        Caffeine.newBuilder()
            .maximumSize(config.remembered())
            .expireAfterWrite(config.refreshAfter().plus(config.maxStaleness()))
            .ticker(ticker)
            .build();
    unknown =
        Caffeine.newBuilder()
            .maximumSize(config.unknownRemembered())
            .expireAfterWrite(config.unknownFor())
            .ticker(ticker)
            .build();
    leastVersions =
        Caffeine.newBuilder()
            .maximumSize(config.remembered())
            .expireAfterWrite(VERSIONS_KEPT)
            .ticker(ticker)
            .evictionListener(
                (lookup, version, cause) -> {
                  if (cause == RemovalCause.SIZE) {
                    forgottenUpTo = ticker.read();
                  }
                })
            .build();
    forgottenUpTo = ticker.read() - 1;
  }

  Optional<Entry> get(LookupKey lookup) {
    return Optional.ofNullable(known.getIfPresent(lookup));
  }

  boolean isUnknown(LookupKey lookup) {
    return unknown.getIfPresent(lookup) != null;
  }

  /** The lowest version that an event has shown to exist; below it a copy is stale. */
  long leastVersion(LookupKey lookup) {
    Long version = leastVersions.getIfPresent(lookup);
    return version == null ? 0 : version;
  }

  /**
   * Keeps an answer, unless an event has meanwhile shown it to be stale, or could have. Decided
   * while the key is held, as in {@link #apply}: a stale copy is not there for a moment.
   */
  void keep(Entry entry) {
    LookupKey lookup = entry.snapshot().lookup();
    known
        .asMap()
        .compute(
            lookup,
            (key, old) -> {
              if (old != null && old.snapshot().version() > entry.snapshot().version()) {
                return old;
              }
              return isOvertaken(entry) ? null : entry;
            });
    unknown.invalidate(lookup);
  }

  private boolean isOvertaken(Entry entry) {
    return leastVersion(entry.snapshot().lookup()) > entry.snapshot().version()
        || entry.askedAt() - forgottenUpTo <= 0;
  }

  /** Keeps a no, unless an event has meanwhile shown that the token exists. */
  void keepUnknown(LookupKey lookup) {
    unknown.put(lookup, Boolean.TRUE);
    if (leastVersion(lookup) > 0) {
      unknown.invalidate(lookup);
    }
  }

  void forget(LookupKey lookup) {
    known.invalidate(lookup);
  }

  /** Takes over a change: what is older than it is gone afterwards, whoever is just loading it. */
  void apply(TokenSnapshot changed, long generation, long now) {
    LookupKey lookup = changed.lookup();
    leastVersions.asMap().merge(lookup, changed.version(), Math::max);
    unknown.invalidate(lookup);
    known
        .asMap()
        .computeIfPresent(
            lookup,
            (key, old) ->
                old.snapshot().version() >= changed.version()
                    ? old
                    : new Entry(changed, generation, now));
  }

  long size() {
    return known.estimatedSize();
  }
}
