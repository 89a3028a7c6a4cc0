package io.doorward.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("DOS-2")
class PaceTest {
  private static final long SECOND = 1_000_000_000L;

  private static Pace pace(long minRate) {
    return new Pace(new Pace.Bounds(minRate, 10 * SECOND, 20 * SECOND), 0, 0, 0);
  }

  @Test
  void aBodyIsTooSlowAfterAWholeWindowBelowTheRate() {
    Pace pace = pace(100);
    assertThat(pace.sendsTooSlowly(true, 0, 9 * SECOND)).isFalse();
    assertThat(pace.sendsTooSlowly(true, 1_000, 10 * SECOND)).isFalse();
    assertThat(pace.sendsTooSlowly(true, 1_999, 19 * SECOND)).isFalse();
    assertThat(pace.sendsTooSlowly(true, 1_999, 20 * SECOND)).isTrue();
  }

  @Test
  void timeInWhichTheClientIsNotWaitedForDoesNotCount() {
    Pace pace = pace(100);
    for (int i = 1; i < 100; i++) {
      assertThat(pace.sendsTooSlowly(false, 0, i * SECOND)).isFalse();
    }
    assertThat(pace.sendsTooSlowly(true, 0, 108 * SECOND)).isFalse();
    assertThat(pace.sendsTooSlowly(true, 0, 109 * SECOND)).isTrue();
  }

  @Test
  void withoutARateNoBodyIsTooSlow() {
    assertThat(pace(0).sendsTooSlowly(true, 0, 1_000 * SECOND)).isFalse();
  }

  @Test
  void aReaderIsTooSlowWhoTakesNothingAtAllOfWhatWaits() {
    Pace pace = pace(100);
    assertThat(pace.takesTooSlowly(true, 0, 19 * SECOND)).isFalse();
    assertThat(pace.takesTooSlowly(true, 1, 25 * SECOND)).isFalse();
    assertThat(pace.takesTooSlowly(true, 1, 44 * SECOND)).isFalse();
    assertThat(pace.takesTooSlowly(false, 1, 60 * SECOND)).isFalse();
    assertThat(pace.takesTooSlowly(true, 1, 79 * SECOND)).isFalse();
    assertThat(pace.takesTooSlowly(true, 1, 80 * SECOND)).isTrue();
  }
}
