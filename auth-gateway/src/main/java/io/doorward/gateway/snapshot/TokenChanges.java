package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.snapshot.TokenSnapshot;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Applies token events, whichever path they come on. */
@Singleton
class TokenChanges {
  private static final Logger LOG = Logger.getLogger(TokenChanges.class);

  private final SnapshotCache cache;
  private final Barriers barriers;
  private final FreshnessLease lease;
  private final Ticker ticker;
  private final Clock clock;
  private final Map<FeedPath, Punctuality> punctuality = new EnumMap<>(FeedPath.class);

  @Inject
  TokenChanges(
      SnapshotCache cache,
      Barriers barriers,
      FreshnessLease lease,
      SnapshotConfig config,
      Ticker ticker,
      Clock clock) {
    this.cache = cache;
    this.barriers = barriers;
    this.lease = lease;
    this.ticker = ticker;
    this.clock = clock;
    for (FeedPath path : FeedPath.values()) {
      punctuality.put(path, new Punctuality(config.lease(), config.maxStaleness()));
    }
  }

  /**
   * Takes one record. One that cannot be read leaves its epoch missing, and so is made up for like
   * a lost one: by distrust of what is cached.
   */
  void receive(FeedPath path, byte[] payload) {
    TokenEvent event;
    try {
      event = ContractJson.read(payload, TokenEvent.class);
    } catch (UnreadableRecord e) {
      LOG.warnf("a token event on %s cannot be read: %s", path, e.getMessage());
      return;
    }
    if (event.type() == TokenEvent.Type.HEARTBEAT) {
      Long barrierVersion = event.barrierVersion();
      if (barrierVersion != null) {
        barriers.announced(barrierVersion);
      }
      boolean late =
          Objects.requireNonNull(punctuality.get(path)).isLate(event.at(), clock.instant());
      lease.heartbeat(path, event.epoch(), late);
      return;
    }
    BarrierSet all = event.barriers();
    if (all != null) {
      barriers.apply(all);
      lease.applied(path, event.epoch());
      return;
    }
    TokenSnapshot snapshot = event.snapshot();
    if (snapshot == null) {
      LOG.warnf("token event %s on %s has no snapshot", event.id(), path);
      return;
    }
    cache.apply(snapshot, lease.generation(), ticker.read());
    lease.applied(path, event.epoch());
  }
}
