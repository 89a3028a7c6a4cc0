package io.doorward.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("REV-4")
class PunctualityTest {
  private final Punctuality path = new Punctuality(Duration.ofSeconds(2), Duration.ofSeconds(60));
  private Instant here = Instant.parse("2026-01-01T00:00:00Z");
  private Instant there = Instant.parse("2026-01-01T00:07:00Z");

  private void pass(Duration time) {
    here = here.plus(time);
    there = there.plus(time);
  }

  private boolean isLate() {
    return path.isLate(there, here);
  }

  @Test
  void clocksThatDisagreeAreNoLateness() {
    for (int i = 0; i < 300; i++) {
      assertThat(isLate()).isFalse();
      pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void aBacklogIsLateUntilItsEnd() {
    isLate();
    Instant sent = there;
    pass(Duration.ofMinutes(10));
    for (int i = 1; i <= 597; i++) {
      assertThat(path.isLate(sent.plusSeconds(i), here)).as("second %d", i).isTrue();
    }
    assertThat(path.isLate(sent.plusSeconds(598), here)).isFalse();
    assertThat(isLate()).isFalse();
  }

  @Test
  void aNewSenderWithAClockThatIsBehindIsBelievedInTheEnd() {
    for (int i = 0; i < 60; i++) {
      isLate();
      pass(Duration.ofSeconds(1));
    }
    there = there.minusSeconds(5);
    int late = 0;
    while (isLate()) {
      late++;
      pass(Duration.ofSeconds(1));
    }
    assertThat(late).isBetween(1, 121);
  }
}
