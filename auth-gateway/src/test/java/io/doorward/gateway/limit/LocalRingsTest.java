package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.snapshot.Limits;
import java.time.Duration;
import java.util.ArrayList;
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
  private static final UUID TOKEN = UUID.fromString("00000000-0000-4000-8000-000000000001");

  private static LimitConfig config(int instances) {
    return new LimitConfig() {
      @Override
      public WithoutRedis withoutRedis() {
        return WithoutRedis.LOCAL;
      }

      @Override
      public int instances() {
        return instances;
      }

      @Override
      public long remembered() {
        return 100;
      }
    };
  }

  private static Charge charge(Integer perSecond, Integer perMinute) {
    return Charge.of(TOKEN, 1, new Limits(perSecond, perMinute, null, null));
  }

  @Property(tries = 200)
  @net.jqwik.api.Tag("RLM-4")
  void inNoTrueWindowIsMoreAdmittedThanTheLimit(
      @ForAll @IntRange(min = 1, max = 20) int perSecond,
      @ForAll @IntRange(min = 1, max = 60) int perMinute,
      @ForAll @Size(min = 1, max = 150) List<@LongRange(max = 3_000) Long> pausesMillis) {
    AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    LocalRings rings = new LocalRings(config(1), nanos::get);
    List<Long> admitted = new ArrayList<>();
    for (long pause : pausesMillis) {
      nanos.addAndGet(Duration.ofMillis(pause).toNanos());
      if (rings.charge(charge(perSecond, perMinute)).charged()) {
        admitted.add(nanos.get());
      }
    }
    assertThat(most(admitted, Duration.ofSeconds(1))).isLessThanOrEqualTo(perSecond);
    assertThat(most(admitted, Duration.ofMinutes(1))).isLessThanOrEqualTo(perMinute);
    assertThat(admitted).isNotEmpty();
  }

  private static long most(List<Long> admitted, Duration window) {
    return admitted.stream()
        .mapToLong(
            end -> admitted.stream().filter(at -> at > end - window.toNanos() && at <= end).count())
        .max()
        .orElse(0);
  }

  @Test
  void itGoesOnFromWhatRedisSaidLast() {
    AtomicLong nanos = new AtomicLong();
    LocalRings rings = new LocalRings(config(1), nanos::get);
    rings.remember(TOKEN, List.of(new Reading(LimitWindow.MINUTE, 10, 3, Duration.ofSeconds(60))));
    for (int i = 0; i < 3; i++) {
      assertThat(rings.charge(charge(null, 10)).charged()).isTrue();
    }
    Ruling refused = rings.charge(charge(null, 10));
    assertThat(refused.charged()).isFalse();
    Duration pause = refused.readings().get(0).pause();
    nanos.addAndGet(pause.toNanos() - 1);
    assertThat(rings.charge(charge(null, 10)).charged()).isFalse();
    nanos.addAndGet(1);
    assertThat(rings.charge(charge(null, 10)).charged()).isTrue();
  }

  @Test
  void eachInstanceEnforcesItsShare() {
    LocalRings rings = new LocalRings(config(4), () -> 0);
    int admitted = 0;
    while (rings.charge(charge(null, 10)).charged()) {
      admitted++;
    }
    assertThat(admitted).isEqualTo(3);
  }

  @Test
  @Tag("RLM-2")
  void theFieldsNameTheWindowThatMattersAndNeverAskToWaitLonger() {
    List<Reading> refused =
        List.of(
            new Reading(LimitWindow.SECOND, 5, 0, Duration.ofMillis(30)),
            new Reading(LimitWindow.MINUTE, 60, 0, Duration.ofMillis(60_400)),
            new Reading(LimitWindow.HOUR, 100, 40, Duration.ZERO));
    RateLimitFields fields = RateLimitFields.refused(refused);
    assertThat(fields.policy())
        .isEqualTo("\"second\";q=5;w=1, \"minute\";q=60;w=60, \"hour\";q=100;w=3600");
    assertThat(fields.state()).isEqualTo("\"minute\";r=0;t=60, \"second\";r=0;t=1");
    assertThat(fields.limit()).isEqualTo(60);
  }
}
