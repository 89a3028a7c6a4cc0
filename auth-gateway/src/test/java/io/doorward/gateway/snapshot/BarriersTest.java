package io.doorward.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.barrier.BarrierIndex;
import io.doorward.contract.barrier.BarrierSet;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("REV-8")
@Tag("REV-4")
class BarriersTest {
  private @Nullable BarrierSet inRedis;
  private @Nullable BarrierSet atService;
  private @Nullable Future<BarrierSet> answer;
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final FreshnessLease lease = new FreshnessLease(FreshnessLeaseTest.CONFIG, nanos::get);
  private final Barriers barriers =
      new Barriers(
          lease,
          () -> Future.succeededFuture(Optional.ofNullable(inRedis)),
          this::service,
          FreshnessLeaseTest.CONFIG,
          nanos::get);

  private Future<BarrierSet> service() {
    if (answer != null) {
      return answer;
    }
    return atService == null ? Future.failedFuture("gone") : Future.succeededFuture(atService);
  }

  private static BarrierSet set(long version) {
    return new BarrierSet(BarrierSet.SCHEMA, version, List.of());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void hear(long epoch, long version) {
    barriers.announced(version);
    lease.heartbeat(FeedPath.REDIS, epoch);
  }

  /** The version that a request is judged by; empty for none. */
  private Optional<Long> asked() {
    BarrierIndex known = barriers.known();
    return known != null
        ? Optional.of(known.version())
        : barriers.load().result().map(BarrierIndex::version);
  }

  @Test
  void aGatewayThatJustStartedAndCanAskNobodySaysYesToNothing() {
    assertThat(asked()).isEmpty();
    hear(7, 5);
    assertThat(asked()).isEmpty();
    barriers.apply(set(6));
    assertThat(barriers.known()).as("heard of, but never asked for").isNull();
    assertThat(asked()).isEmpty();
    atService = set(6);
    assertThat(asked()).contains(6L);
    assertThat(barriers.known()).isNotNull();
  }

  @Test
  void anEmptyRedisIsNotAnEmptySet() {
    hear(7, 5);
    assertThat(asked()).isEmpty();
    inRedis = set(4);
    assertThat(asked()).as("a copy from before").isEmpty();
    inRedis = set(5);
    assertThat(asked()).contains(5L);
  }

  @Test
  void anEventTakesEffectAtOnceAndAnOlderOneNever() {
    atService = set(5);
    hear(7, 5);
    assertThat(asked()).contains(5L);
    barriers.apply(set(9));
    barriers.apply(set(6));
    assertThat(barriers.known()).extracting(BarrierIndex::version).isEqualTo(9L);
  }

  @Test
  void anAnswerThatComesLaterThanAnEventDoesNotUndoIt() {
    atService = set(5);
    hear(7, 5);
    asked();
    hear(20, 5);
    hear(20, 5);
    assertThat(barriers.known()).as("a gap was bridged by distrust").isNull();
    barriers.apply(set(6));
    assertThat(asked()).as("the answer is older than the event").contains(6L);
  }

  @Test
  void aNewerVersionThatIsAnnouncedMustBeLoaded() {
    atService = set(5);
    hear(7, 5);
    asked();
    hear(7, 6);
    assertThat(barriers.known()).isNull();
    atService = null;
    assertThat(asked()).isEmpty();
    atService = set(6);
    assertThat(asked()).contains(6L);
  }

  @Test
  void whileNothingIsHeardTheyAreAskedForAgainAndMemoryLastsForAMinute() {
    atService = set(5);
    hear(7, 5);
    asked();
    pass(Duration.ofSeconds(2));
    assertThat(barriers.known()).isNull();
    atService = null;
    assertThat(asked()).contains(5L);
    pass(Duration.ofSeconds(60));
    assertThat(asked()).isEmpty();
  }

  @Test
  @Tag("REV-1")
  void whatADeafGatewayIsToldDoesNotRenewItsMemory() {
    atService = set(5);
    hear(7, 5);
    for (int i = 0; i < 61; i++) {
      assertThat(asked()).contains(5L);
      pass(Duration.ofSeconds(1));
    }
    assertThat(asked()).as("asked for").contains(5L);
    assertThat(barriers.known()).isNull();
    atService = null;
    assertThat(asked()).isEmpty();
  }

  @Test
  void afterAGapThatNobodyCanExplainMemoryIsNotEnough() {
    atService = set(5);
    hear(7, 5);
    asked();
    atService = null;
    hear(20, 5);
    hear(20, 5);
    assertThat(asked()).isEmpty();
  }

  @Test
  void whoAsksAfterAnAnnouncementIsNotGivenAnAnswerToAnEarlierQuestion() {
    Promise<BarrierSet> slow = Promise.promise();
    answer = slow.future();
    hear(7, 5);
    Future<Optional<BarrierIndex>> early = barriers.load();
    barriers.announced(6);
    answer = Future.succeededFuture(set(6));
    assertThat(asked()).contains(6L);
    slow.complete(set(5));
    assertThat(early.result().map(BarrierIndex::version)).contains(6L);
  }

  @Test
  void aDatabaseThatWasRestoredDoesNotShutEverybodyOut() {
    atService = set(9);
    hear(7, 9);
    asked();
    hear(7, 12);
    assertThat(asked()).as("the one that announced it knows no such version").contains(9L);
    assertThat(barriers.known()).isNotNull();
  }
}
