package io.doorward.monitor.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.monitor.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("X2")
class RateSpikeTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private final Watched watched = new Watched(Parameters.defaults());
  private final Requests requests = new Requests();
  private final Random random = new Random(20_260_301);

  @Test
  void manyTimesTheUsualIsFoundWithinTheMinute() {
    Instant attack = usual(START, Duration.ofDays(2), 6);
    burst(attack, 40);
    assertThat(watched.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("rate_spike");
              assertThat(finding.grade()).isEqualTo(Finding.Grade.NOTABLE);
              assertThat(finding.at()).isBefore(attack.plusSeconds(60));
              assertThat(Integer.parseInt(finding.evidence().get("requestsInMinute")))
                  .isBetween(30, 40);
            });
  }

  @Test
  void whatBecomesGraveIsReportedOnceMoreInTheSameEpisode() {
    Instant attack = usual(START, Duration.ofDays(2), 6);
    burst(attack, 400);
    burst(attack.plusSeconds(60), 400);
    assertThat(watched.findings())
        .extracting(Finding::grade)
        .containsExactly(Finding.Grade.NOTABLE, Finding.Grade.GRAVE);
    assertThat(watched.findings().get(0).episode()).isEqualTo(watched.findings().get(1).episode());
  }

  @Test
  void nothingIsFoundWhileTheTokenIsNew() {
    Instant later = usual(START, Duration.ofHours(12), 6);
    burst(later, 2_000);
    assertThat(watched.findings()).isEmpty();
  }

  @Test
  void fewRequestsAreNeverASpike() {
    Instant later = usual(START, Duration.ofDays(2), 1);
    burst(later, 29);
    assertThat(watched.findings()).isEmpty();
  }

  @Test
  @Tag("DET-3")
  void ordinaryDaysAreQuiet() {
    usual(START, Duration.ofDays(5), 8);
    assertThat(watched.findings()).isEmpty();
  }

  @Test
  @Tag("DET-3")
  void tenThousandRequestsOfANewTokenAreNothing() {
    for (int i = 0; i < 10_000; i++) {
      watched.take(requests.allowed(START.plusSeconds(i)));
    }
    assertThat(watched.findings()).isEmpty();
  }

  @Test
  @Tag("DET-3")
  void aJobThatRunsOnceAnHourIsJudgedByItsRuns() {
    for (int hour = 0; hour < 24 * 14; hour++) {
      burst(START.plus(Duration.ofHours(hour)), 100 + random.nextInt(20));
    }
    assertThat(watched.findings()).isEmpty();
  }

  @Test
  void aSpikeIsNotLearned() {
    Instant attack = usual(START, Duration.ofDays(2), 6);
    for (int minute = 0; minute < 600; minute++) {
      burst(attack.plusSeconds(minute * 60L), 60);
    }
    List<Finding> findings = watched.findings();
    assertThat(findings).hasSize(10);
    assertThat(findings.get(9).evidence().get("usualPerMinute"))
        .isEqualTo(findings.get(0).evidence().get("usualPerMinute"));
  }

  @Test
  void requestsThatTheGatewayRefusedAreNotCounted() {
    Instant later = usual(START, Duration.ofDays(2), 6);
    for (int i = 0; i < 5_000; i++) {
      watched.take(requests.refused(later.plusMillis(i * 10L), 429, "rate_limited", "/"));
    }
    assertThat(watched.findings()).isEmpty();
  }

  @Test
  @Tag("KFK-3")
  void lateAndDisorderedEventsCauseNoAlarmAndSpoilNoBaseline() {
    Instant later = usual(START, Duration.ofDays(2), 6);
    for (int i = 0; i < 500; i++) {
      watched.take(requests.allowed(later.minus(Duration.ofMinutes(15)).minusSeconds(i)));
      watched.take(requests.allowed(later.minusSeconds(random.nextInt(3_000))));
    }
    assertThat(watched.findings()).isEmpty();
    Instant attack = usual(later, DAY, 6);
    burst(attack, 60);
    assertThat(watched.findings()).hasSize(1);
  }

  @Test
  void theStateStaysSmall() {
    usual(START, Duration.ofDays(3), 10);
    assertThat(watched.stateBytes()).isLessThan(400);
  }

  /** About so many requests a minute, varying as people do; the end of it. */
  private Instant usual(Instant from, Duration length, int perMinute) {
    Instant until = from.plus(length);
    for (Instant minute = from; minute.isBefore(until); minute = minute.plusSeconds(60)) {
      int count = random.nextInt(2 * perMinute + 1);
      for (int i = 0; i < count; i++) {
        watched.take(requests.allowed(minute.plusMillis(i * 60_000L / (count + 1))));
      }
    }
    return until;
  }

  private void burst(Instant minute, int count) {
    for (int i = 0; i < count; i++) {
      watched.take(requests.allowed(minute.plusMillis(i * 60_000L / count)));
    }
  }
}
