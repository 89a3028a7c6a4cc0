package io.doorward.token.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  @Property
  void doublesUpToTheLongestWithJitterAndStartsAnewAfterSuccess(
      @ForAll long seed, @ForAll @IntRange(max = 100) int failures) {
    Backoff backoff = new Backoff(FIRST, LONGEST, new Random(seed));
    for (int i = 0; i < failures; i++) {
      backoff.next();
    }
    long whole = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures, 20));
    assertThat(backoff.next().toMillis()).isBetween(whole / 2, whole);
    backoff.succeeded();
    assertThat(backoff.failures()).isZero();
    assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
  }
}
