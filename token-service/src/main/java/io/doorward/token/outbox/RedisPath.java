package io.doorward.token.outbox;

import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.token.snapshot.BarrierCache;
import io.doorward.token.snapshot.SentMark;
import io.doorward.token.snapshot.SnapshotCache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The fast path: the snapshot is replaced and announced in one step. */
@ApplicationScoped
class RedisPath implements Path {
  private static final Logger LOG = Logger.getLogger(RedisPath.class);

  private final SnapshotCache snapshots;
  private final BarrierCache barriers;
  private final SentMark sent;
  private final RelayConfig config;

  @Inject
  RedisPath(SnapshotCache snapshots, BarrierCache barriers, SentMark sent, RelayConfig config) {
    this.snapshots = snapshots;
    this.barriers = barriers;
    this.sent = sent;
    this.config = config;
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public Uni<Void> send(List<Change> changes) {
    return Multi.createFrom()
        .iterable(changes)
        .onItem()
        .transformToUniAndConcatenate(this::announce)
        .collect()
        .last();
  }

  private Uni<Void> announce(Change change) {
    return unlessBehind(change.epoch() - 1, () -> write(change));
  }

  private Uni<Boolean> write(Change change) {
    TokenSnapshot snapshot = change.snapshot();
    BarrierSet all = change.barriers();
    if (snapshot != null) {
      return snapshots.announce(snapshot, change.epoch(), change.json());
    }
    return all == null
        ? sent.announce(change.epoch(), change.json())
        : barriers.announce(all, change.epoch(), change.json());
  }

  @Override
  public Uni<Void> heartbeat(long epoch, String json) {
    return unlessBehind(epoch, () -> sent.heartbeat(epoch, json));
  }

  /** Gateways hear nothing of this path meanwhile, and so ask token-service. */
  private Uni<Void> unlessBehind(long epoch, Supplier<Uni<Boolean>> work) {
    return work.get()
        .chain(
            done -> {
              if (done) {
                return Uni.createFrom().voidItem();
              }
              if (epoch == 0) {
                LOG.info("nothing was ever sent to Redis; it begins empty of tokens");
              } else {
                LOG.warnf("Redis is behind epoch %d; its copies of tokens are removed", epoch);
              }
              return sent.startOver(epoch)
                  .chain(() -> work.get())
                  .invoke(RedisPath::require)
                  .replaceWithVoid();
            });
  }

  private static void require(boolean done) {
    if (!done) {
      throw new IllegalStateException("Redis has fallen behind again");
    }
  }

  @Override
  public Duration heartbeatEvery() {
    return config.redisHeartbeat();
  }
}
