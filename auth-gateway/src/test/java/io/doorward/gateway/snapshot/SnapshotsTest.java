package io.doorward.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.gateway.support.Fixtures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("REV-1")
@Tag("REV-4")
class SnapshotsTest {
  private final LookupKey lookup = Fixtures.someLookup();
  private final TokenSnapshot token = Fixtures.token(lookup).build();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final FreshnessLease lease = new FreshnessLease(FreshnessLeaseTest.CONFIG, nanos::get);
  private final SnapshotCache cache = new SnapshotCache(FreshnessLeaseTest.CONFIG, nanos::get);
  private final Snapshots snapshots =
      new Snapshots(
          cache,
          lease,
          any -> Future.succeededFuture(Optional.ofNullable(this.inRedis)),
          any -> service(),
          new SnapshotMetrics(new SimpleMeterRegistry(), cache, lease),
          FreshnessLeaseTest.CONFIG,
          nanos::get);

  private @Nullable TokenSnapshot inRedis;
  private @Nullable TokenSnapshot atService = token;
  private int asked;

  private Future<Optional<TokenSnapshot>> service() {
    asked++;
    return atService == null
        ? Future.failedFuture("gone")
        : Future.succeededFuture(Optional.of(atService));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private SnapshotAnswer answer() {
    return snapshots.find(List.of(lookup)).result();
  }

  @Test
  void whoNeverHeardAnythingAsksForEveryRequest() {
    for (int i = 1; i <= 3; i++) {
      assertThat(answer()).isEqualTo(new SnapshotAnswer.Known(token, SnapshotAnswer.Level.SERVICE));
      assertThat(asked).isEqualTo(i);
    }
    atService = null;
    assertThat(answer()).isInstanceOf(SnapshotAnswer.Unavailable.class);
  }

  @Test
  void whatADeafGatewayIsToldDoesNotRenewItsMemory() {
    lease.heartbeat(FeedPath.KAFKA, 7);
    for (int i = 0; i < 61; i++) {
      assertThat(answer()).isInstanceOf(SnapshotAnswer.Known.class);
      pass(Duration.ofSeconds(1));
    }
    answer();
    int before = asked;
    assertThat(answer()).isInstanceOf(SnapshotAnswer.Known.class);
    assertThat(asked).as("asked for, though it was asked for just now").isEqualTo(before + 1);
    atService = null;
    assertThat(answer()).isInstanceOf(SnapshotAnswer.Unavailable.class);
  }

  @Test
  @Tag("RES-5")
  void aCopyThatIsKnownToBeBehindIsNoLastResort() {
    lease.heartbeat(FeedPath.KAFKA, 7);
    inRedis = token;
    atService = null;
    assertThat(answer()).isInstanceOf(SnapshotAnswer.Unavailable.class);
    lease.heartbeat(FeedPath.REDIS, 7);
    assertThat(answer()).isInstanceOf(SnapshotAnswer.Known.class);
  }

  @Test
  @Tag("RES-5")
  void aCopyThatNobodyVouchesForServesAloneButIsNotLearned() {
    inRedis = token;
    atService = null;
    assertThat(answer()).isInstanceOf(SnapshotAnswer.Known.class);
    assertThat(cache.get(lookup)).isEmpty();
  }

  @Test
  @Tag("RES-5")
  void memoryServesForAMinuteWhileNobodyCanBeAsked() {
    lease.heartbeat(FeedPath.KAFKA, 7);
    answer();
    atService = null;
    pass(Duration.ofSeconds(59));
    assertThat(answer()).isInstanceOf(SnapshotAnswer.Known.class);
    pass(Duration.ofSeconds(1));
    assertThat(answer()).isInstanceOf(SnapshotAnswer.Unavailable.class);
  }
}
