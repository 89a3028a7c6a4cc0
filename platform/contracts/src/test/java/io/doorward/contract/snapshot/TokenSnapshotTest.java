package io.doorward.contract.snapshot;

import static io.doorward.contract.snapshot.TokenStatus.ACTIVE;
import static io.doorward.contract.snapshot.TokenStatus.EXPIRED;
import static io.doorward.contract.snapshot.TokenStatus.REVOKED;
import static io.doorward.contract.snapshot.TokenStatus.ROTATED;
import static io.doorward.contract.snapshot.TokenStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.Samples;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenSnapshotTest {
  private static final Instant T = Samples.NOW;

  private static TokenSnapshot with(
      @Nullable Instant expires,
      @Nullable Instant suspended,
      @Nullable Instant until,
      @Nullable Instant revoked,
      @Nullable Instant rotated,
      @Nullable Instant overlap) {
    return Samples.snapshot(expires, suspended, until, revoked, rotated, overlap);
  }

  @Test
  @Tag("T4")
  void theStatusIsTotalAndWhatCannotBeUndoneWins() {
    assertThat(with(null, null, null, null, null, null).statusAt(T)).isEqualTo(ACTIVE);
    assertThat(with(T, T, null, T, T, T).statusAt(T)).isEqualTo(REVOKED);
    assertThat(with(T, T, null, null, T, T).statusAt(T)).isEqualTo(EXPIRED);
    assertThat(with(null, T, null, null, T, T).statusAt(T)).isEqualTo(SUSPENDED);
    assertThat(with(null, null, null, null, T, T).statusAt(T)).isEqualTo(ROTATED);
  }

  @Test
  @Tag("T5")
  @Tag("REV-6")
  void expiryAndSuspensionAndOverlapEndOnTheInstant() {
    Instant before = T.minusMillis(1);
    assertThat(with(T, null, null, null, null, null).usableAt(before)).isTrue();
    assertThat(with(T, null, null, null, null, null).usableAt(T)).isFalse();
    assertThat(with(null, before, T, null, null, null).usableAt(before)).isFalse();
    assertThat(with(null, before, T, null, null, null).usableAt(T)).isTrue();
    assertThat(with(null, null, null, null, before, T).usableAt(before)).isTrue();
    assertThat(with(null, null, null, null, before, T).usableAt(T)).isFalse();
    assertThat(with(null, null, null, null, before, null).usableAt(before)).isFalse();
  }

  @Test
  @Tag("ROT-2")
  void whatWasReplacedIsRetiredOnceItsOverlapIsOverWhateverElseBecameOfIt() {
    Instant before = T.minusMillis(1);
    assertThat(with(null, null, null, null, before, T).retiredAt(before)).isFalse();
    assertThat(with(null, null, null, null, before, T).retiredAt(T)).isTrue();
    assertThat(with(T, T, null, T, before, T).retiredAt(T)).isTrue();
    assertThat(with(null, null, null, null, before, null).retiredAt(before)).isTrue();
    assertThat(with(T, T, null, T, null, null).retiredAt(T)).isFalse();
  }

  @Property
  @Tag("P1")
  void onceRevokedOrExpiredNeverUsableAgain(
      @ForAll @IntRange(max = 1_000_000) int seconds, @ForAll boolean suspended) {
    Instant later = T.plus(Duration.ofSeconds(seconds));
    Instant hold = suspended ? T : null;
    assertThat(with(null, hold, T, T, null, null).usableAt(later)).isFalse();
    assertThat(with(T, hold, T, null, null, null).usableAt(later)).isFalse();
  }

  @Test
  @Tag("S6")
  void limitsFillInWhatIsNotSet() {
    Limits own = new Limits(null, 5, null, null);
    assertThat(own.orElse(new Limits(1, 2, 3, 4))).isEqualTo(new Limits(1, 5, 3, 4));
  }
}
