package io.doorward.token.outbox;

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
  private final RelayConfig config;

  @Inject
  RedisPath(SnapshotCache snapshots, RelayConfig config) {
    this.snapshots = snapshots;
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
        .transformToUniAndConcatenate(
            change -> snapshots.announce(change.snapshot(), change.json()))
        .collect()
        .last();
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
