package io.doorward.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("REV-4")
class FreshnessLeaseTest {
  static final SnapshotConfig CONFIG = config("remembered", "100000");

  static SnapshotConfig config(String key, String value) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(SnapshotConfig.class)
        .withDefaultValue("doorward.gateway.snapshot." + key, value)
        .build()
        .getConfigMapping(SnapshotConfig.class);
  }

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final FreshnessLease lease = new FreshnessLease(CONFIG, nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void itIsNotHeldBeforeAnythingWasHeard() {
    assertThat(lease.isHeld()).isFalse();
    lease.applied(FeedPath.REDIS, 5);
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void oneLivingPathIsEnough() {
    for (FeedPath path : FeedPath.values()) {
      FreshnessLease own = new FreshnessLease(CONFIG, nanos::get);
      own.heartbeat(path, 7);
      assertThat(own.isHeld()).isTrue();
      assertThat(own.appliedEpoch()).isEqualTo(7);
    }
  }

  @Test
  void itEndsTwoSecondsAfterTheLastHeartbeat() {
    lease.heartbeat(FeedPath.REDIS, 7);
    pass(Duration.ofMillis(1_999));
    assertThat(lease.isHeld()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(lease.isHeld()).isFalse();
    lease.heartbeat(FeedPath.KAFKA, 7);
    assertThat(lease.isHeld()).isTrue();
  }

  @Test
  void anOldHeartbeatTellsWhatHadBeenSentButNotThatThePathIsAlive() {
    lease.heartbeat(FeedPath.KAFKA, 7);
    pass(Duration.ofSeconds(10));
    lease.heartbeat(FeedPath.KAFKA, 7, true);
    assertThat(lease.isHeld()).isFalse();
    lease.heartbeat(FeedPath.KAFKA, 8, true);
    lease.heartbeat(FeedPath.KAFKA, 8);
    assertThat(lease.appliedEpoch()).isEqualTo(8);
    assertThat(lease.isHeld()).isTrue();
  }

  @Test
  void aGapEndsItAtOnceAndTheOtherPathCloses() {
    lease.heartbeat(FeedPath.REDIS, 7);
    lease.applied(FeedPath.REDIS, 9);
    assertThat(lease.isHeld()).isFalse();
    long before = lease.generation();
    lease.applied(FeedPath.KAFKA, 8);
    assertThat(lease.isHeld()).isTrue();
    assertThat(lease.appliedEpoch()).isEqualTo(9);
    assertThat(lease.generation()).isEqualTo(before);
  }

  @Test
  void aGapThatStaysIsBridgedByDistrustOfAllThatIsCached() {
    lease.heartbeat(FeedPath.REDIS, 7);
    long before = lease.generation();
    lease.heartbeat(FeedPath.REDIS, 9);
    assertThat(lease.isHeld()).isFalse();
    lease.heartbeat(FeedPath.REDIS, 9);
    assertThat(lease.isHeld()).isTrue();
    assertThat(lease.generation()).isGreaterThan(before);
    assertThat(lease.appliedEpoch()).isEqualTo(9);
  }

  @Test
  void aLaggingPathIsNoProofOfFreshnessWhenTheOtherAnnouncedMore() {
    lease.heartbeat(FeedPath.REDIS, 7);
    lease.heartbeat(FeedPath.REDIS, 8);
    lease.interrupted(FeedPath.REDIS);
    lease.heartbeat(FeedPath.KAFKA, 7);
    assertThat(lease.isHeld()).isFalse();
    lease.applied(FeedPath.KAFKA, 8);
    assertThat(lease.isHeld()).isTrue();
  }

  @Test
  void aBrokenPathHasToBeHeardAgain() {
    lease.heartbeat(FeedPath.REDIS, 7);
    lease.interrupted(FeedPath.REDIS);
    assertThat(lease.isHeld()).isFalse();
    lease.heartbeat(FeedPath.REDIS, 7);
    assertThat(lease.isHeld()).isTrue();
  }

  @Test
  void oneLateHeartbeatIsNoRestartButTwoAre() {
    lease.heartbeat(FeedPath.REDIS, 7);
    lease.applied(FeedPath.REDIS, 8);
    long before = lease.generation();
    lease.heartbeat(FeedPath.REDIS, 7);
    assertThat(lease.generation()).isEqualTo(before);
    assertThat(lease.isHeld()).isTrue();
    lease.heartbeat(FeedPath.REDIS, 8);
    lease.heartbeat(FeedPath.REDIS, 2);
    lease.heartbeat(FeedPath.REDIS, 2);
    assertThat(lease.generation()).isGreaterThan(before);
    assertThat(lease.appliedEpoch()).isEqualTo(2);
    assertThat(lease.isHeld()).isTrue();
  }

  @Test
  @Tag("REV-1")
  void itTellsOfEveryAppliedEpochOnceItHolds() {
    List<Long> told = new ArrayList<>();
    lease.whenApplied(() -> told.add(lease.appliedEpoch()));
    lease.applied(FeedPath.REDIS, 6);
    lease.heartbeat(FeedPath.REDIS, 7);
    lease.heartbeat(FeedPath.KAFKA, 7);
    lease.applied(FeedPath.REDIS, 9);
    lease.applied(FeedPath.KAFKA, 8);
    lease.applied(FeedPath.REDIS, 8);
    assertThat(told).containsExactly(7L, 9L);
  }

  @Test
  void memoryLastsForAMinuteAfterItWasLastHeld() {
    assertThat(lease.remembers()).as("never heard anything").isFalse();
    lease.heartbeat(FeedPath.REDIS, 7);
    pass(Duration.ofSeconds(59));
    assertThat(lease.remembers()).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(lease.remembers()).isFalse();
    lease.heartbeat(FeedPath.KAFKA, 7);
    assertThat(lease.remembers()).isTrue();
  }

  @Test
  void whatAPathKeepsIsBehindUntilThePathHasToldAllThatIsApplied() {
    lease.heartbeat(FeedPath.KAFKA, 9);
    assertThat(lease.isCurrent(FeedPath.REDIS)).isFalse();
    lease.heartbeat(FeedPath.REDIS, 7);
    assertThat(lease.isAlive(FeedPath.REDIS)).isTrue();
    assertThat(lease.isCurrent(FeedPath.REDIS)).isFalse();
    lease.applied(FeedPath.REDIS, 8);
    lease.applied(FeedPath.REDIS, 9);
    assertThat(lease.isCurrent(FeedPath.REDIS)).isTrue();
    pass(Duration.ofSeconds(3));
    assertThat(lease.isCurrent(FeedPath.REDIS)).isFalse();
  }

  @Test
  void afterARestoreNoNumberOfTheOldCountFillsAGap() {
    lease.heartbeat(FeedPath.REDIS, 7);
    lease.applied(FeedPath.REDIS, 9);
    lease.heartbeat(FeedPath.REDIS, 5);
    lease.heartbeat(FeedPath.REDIS, 5);
    lease.applied(FeedPath.REDIS, 6);
    lease.applied(FeedPath.REDIS, 7);
    lease.applied(FeedPath.REDIS, 8);
    assertThat(lease.appliedEpoch()).isEqualTo(8);
  }
}
