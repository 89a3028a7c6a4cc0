package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.snapshot.Limits;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RLM-6")
class LocalRingsTest {
  private final AtomicLong nanos = new AtomicLong();

  private Ruling charge(LocalRings rings, LocalRings.Shares shares, Quotas quotas) {
    return rings.charge(quotas, shares, 1);
  }

  private static Quotas quotas(Integer perSecond, Integer perMinute) {
    return Quotas.of(Fleet.token(new Limits(perSecond, perMinute, null, null)));
  }

  @Property(tries = 200)
  @net.jqwik.api.Tag("RLM-4")
  void inNoTrueWindowIsMoreAdmittedThanTheLimit(
      @ForAll @IntRange(min = 1, max = 20) int perSecond,
      @ForAll @IntRange(min = 1, max = 60) int perMinute,
      @ForAll @Size(min = 1, max = 150) List<@LongRange(max = 3_000) Long> pausesMillis) {
    nanos.set(-5_000_000_000L);
    LocalRings rings = new LocalRings(Settings.local(1), nanos::get);
    LocalRings.Shares shares = rings.open(UUID.randomUUID());
    Quotas quotas = quotas(perSecond, perMinute);
    Uses uses = new Uses();
    for (long pause : pausesMillis) {
      nanos.addAndGet(Duration.ofMillis(pause).toNanos());
      if (charge(rings, shares, quotas).charged()) {
        uses.add(nanos.get(), 1);
      }
    }
    assertThat(uses.most(Duration.ofSeconds(1))).isLessThanOrEqualTo(perSecond);
    assertThat(uses.most(Duration.ofMinutes(1))).isLessThanOrEqualTo(perMinute);
    assertThat(uses.isEmpty()).isFalse();
  }

  private static Ruling said(Quotas quotas, long remaining) {
    Reading reading = new Reading(quotas.all().get(0), 10, remaining, 0);
    return new Ruling(1, 0, List.of(reading));
  }

  /** Whoever waits as long as told is admitted, and not before. */
  private void admittedAfterItsPause(LocalRings rings, LocalRings.Shares shares, Quotas quotas) {
    Ruling refused = charge(rings, shares, quotas);
    assertThat(refused.charged()).isFalse();
    nanos.addAndGet(refused.pauseNanos() - 1);
    assertThat(charge(rings, shares, quotas).charged()).isFalse();
    nanos.addAndGet(1);
    assertThat(charge(rings, shares, quotas).charged()).isTrue();
  }

  @Test
  void itGoesOnFromWhatRedisSaidLast() {
    LocalRings rings = new LocalRings(Settings.local(1), nanos::get);
    Quotas quotas = quotas(null, 10);
    LocalRings.Shares shares = rings.open(UUID.randomUUID());
    shares.remember(said(quotas, 3), nanos.get());
    for (int i = 0; i < 3; i++) {
      assertThat(charge(rings, shares, quotas).charged()).isTrue();
    }
    admittedAfterItsPause(rings, shares, quotas);
  }

  @Test
  void whatRedisHadChargedComesBackWhenItsWindowIsOver() {
    LocalRings rings = new LocalRings(Settings.local(1), nanos::get);
    Quotas quotas = quotas(null, 10);
    LocalRings.Shares shares = rings.open(UUID.randomUUID());
    shares.remember(said(quotas, 1), nanos.get());
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(charge(rings, shares, quotas).charged()).isTrue();
    admittedAfterItsPause(rings, shares, quotas);
  }

  @Test
  void whatWasUsedHereCountsAlthoughRedisWasBackMeanwhile() {
    LocalRings rings = new LocalRings(Settings.local(1), nanos::get);
    Quotas quotas = quotas(null, 10);
    LocalRings.Shares shares = rings.open(UUID.randomUUID());
    for (int i = 0; i < 6; i++) {
      assertThat(charge(rings, shares, quotas).charged()).isTrue();
    }
    shares.remember(said(quotas, 7), nanos.get());
    assertThat(charge(rings, shares, quotas).charged()).isTrue();
    assertThat(charge(rings, shares, quotas).charged()).isFalse();
  }

  @Test
  void eachInstanceEnforcesItsShare() {
    LocalRings rings = new LocalRings(Settings.local(4), nanos::get);
    LocalRings.Shares shares = rings.open(UUID.randomUUID());
    Quotas quotas = quotas(null, 10);
    int admitted = 0;
    while (charge(rings, shares, quotas).charged()) {
      admitted++;
    }
    assertThat(admitted).isEqualTo(3);
  }

  @Test
  @Tag("RLM-2")
  void theFieldsNameTheWindowThatMattersAndNeverAskToWaitLonger() {
    List<Quota> quotas = Quotas.of(Fleet.token(new Limits(5, 60, 100, null))).all();
    List<Reading> refused =
        List.of(
            new Reading(quotas.get(0), 5, 0, Duration.ofMillis(30).toNanos()),
            new Reading(quotas.get(1), 60, 0, Duration.ofMillis(60_400).toNanos()),
            new Reading(quotas.get(2), 100, 40, 0));
    LimitOutcome.Exhausted outcome =
        (LimitOutcome.Exhausted) new Ruling(0, 0, refused).outcome(RateLimitFields.policy(quotas));
    RateLimitFields fields = outcome.fields();
    assertThat(fields.policy())
        .isEqualTo("\"second\";q=5;w=1, \"minute\";q=60;w=60, \"hour\";q=100;w=3600");
    assertThat(fields.state()).isEqualTo("\"minute\";r=0;t=60, \"second\";r=0;t=1");
    assertThat(fields.limit()).isEqualTo(60);
    assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(61));
  }
}
