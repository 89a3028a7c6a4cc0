package io.doorward.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.gateway.support.Fixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SnapshotCacheTest {
  private final AtomicLong nanos = new AtomicLong();
  private final SnapshotCache cache = new SnapshotCache(FreshnessLeaseTest.CONFIG, nanos::get);
  private final LookupKey lookup = Fixtures.someLookup();

  private TokenSnapshot version(long version) {
    return Fixtures.token(lookup).version(version).build();
  }

  private void keep(long version) {
    cache.keep(new SnapshotCache.Entry(version(version), 1, 0));
  }

  private long kept() {
    return cache.get(lookup).map(entry -> entry.snapshot().version()).orElse(0L);
  }

  @Test
  @Tag("REV-3")
  void anOlderVersionNeverReplacesANewerOne() {
    keep(2);
    keep(1);
    assertThat(kept()).isEqualTo(2);
    cache.apply(version(3), 1, 0);
    cache.apply(version(2), 1, 0);
    assertThat(kept()).isEqualTo(3);
  }

  @Test
  @Tag("REV-1")
  void aCopyThatWasLoadedWhileItsChangeWasHeardIsNotKept() {
    cache.apply(version(2), 1, 0);
    keep(1);
    assertThat(kept()).isZero();
    assertThat(cache.leastVersion(lookup)).isEqualTo(2);
    keep(2);
    assertThat(kept()).isEqualTo(2);
  }

  @Test
  @Tag("REV-1")
  void aCopyThatWasAskedForBeforeALeastVersionWasForgottenIsNotKept() {
    SnapshotCache small =
        new SnapshotCache(FreshnessLeaseTest.config("remembered", "10"), nanos::get);
    List<LookupKey> changed =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new LookupKey("p1." + "%064x".formatted(i)))
            .toList();
    changed.forEach(each -> small.apply(Fixtures.token(each).version(2).build(), 1, 0));
    List<LookupKey> forgotten = new ArrayList<>();
    await()
        .until(
            () -> {
              changed.stream()
                  .filter(each -> small.leastVersion(each) == 0)
                  .forEach(forgotten::add);
              return !forgotten.isEmpty();
            });
    TokenSnapshot old = Fixtures.token(forgotten.get(0)).version(1).build();
    small.keep(new SnapshotCache.Entry(old, 1, 0));
    assertThat(small.get(old.lookup())).isEmpty();
    nanos.set(1);
    small.keep(new SnapshotCache.Entry(old, 1, 1));
    assertThat(small.get(old.lookup())).isPresent();
  }

  @Test
  @Tag("REV-5")
  void anUnknownTokenIsForgottenSoonAndAtOnceWhenItIsCreated() {
    cache.keepUnknown(lookup);
    assertThat(cache.isUnknown(lookup)).isTrue();
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(cache.isUnknown(lookup)).isFalse();
    cache.keepUnknown(lookup);
    cache.apply(version(1), 1, 0);
    assertThat(cache.isUnknown(lookup)).isFalse();
  }

  @Test
  @Tag("REV-5")
  void aNoThatWasUnderWayWhenTheTokenWasCreatedIsNotKept() {
    cache.apply(version(1), 1, 0);
    cache.keepUnknown(lookup);
    assertThat(cache.isUnknown(lookup)).isFalse();
  }

  @Test
  @Tag("RES-3")
  void aFloodOfUnknownTokensDrivesNoGoodOneOut() {
    keep(1);
    for (int i = 0; i < 10_000; i++) {
      cache.keepUnknown(new LookupKey("p1." + "%064x".formatted(i)));
    }
    assertThat(kept()).isEqualTo(1);
  }

  @Test
  void epochsCountOnWithoutAGapInWhateverOrderTheyCome() {
    EpochLedger ledger = new EpochLedger();
    ledger.startAt(10);
    ledger.apply(12);
    ledger.apply(13);
    assertThat(ledger.applied()).isEqualTo(10);
    ledger.apply(11);
    assertThat(ledger.applied()).isEqualTo(13);
    ledger.apply(11);
    ledger.apply(14);
    assertThat(ledger.applied()).isEqualTo(14);
  }
}
