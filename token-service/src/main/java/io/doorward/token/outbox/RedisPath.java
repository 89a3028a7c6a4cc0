package io.doorward.token.outbox;

import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.token.snapshot.BarrierCache;
import io.doorward.token.snapshot.SnapshotCache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** The fast path: the snapshot is replaced and announced in one step. */
@ApplicationScoped
class RedisPath implements Path {
  private final SnapshotCache snapshots;
  private final BarrierCache barriers;
  private final RelayConfig config;

  @Inject
  RedisPath(SnapshotCache snapshots, BarrierCache barriers, RelayConfig config) {
    this.snapshots = snapshots;
    this.barriers = barriers;
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
    TokenSnapshot snapshot = change.snapshot();
    BarrierSet all = change.barriers();
    if (snapshot != null) {
      return snapshots.announce(snapshot, change.json());
    }
    return all == null ? snapshots.publish(change.json()) : barriers.announce(all, change.json());
  }

  @Override
  public Uni<Void> heartbeat(String json) {
    return snapshots.publish(json);
  }

  @Override
  public Duration heartbeatEvery() {
    return config.redisHeartbeat();
  }
}
