package io.doorward.monitor.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.event.UsageEvent;
import io.doorward.monitor.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("X2")
class RefusalBurstTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Watched watched = new Watched(Parameters.defaults());
  private final Requests requests = new Requests();

  @Test
  void somebodyTryingWhatTheTokenMayNotDoIsFoundAtTheTenthRefusal() {
    watched.take(probes(9, NOON));
    assertThat(watched.findings()).isEmpty();
    watched.take(requests.denied(NOON.plusSeconds(9), "/admin/9"));
    assertThat(watched.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("refusal_burst");
              assertThat(finding.grade()).isEqualTo(Finding.Grade.GRAVE);
              assertThat(finding.decades()).isGreaterThan(6);
              assertThat(finding.evidence()).containsEntry("refusals", "10");
            });
  }

  @Test
  void itIsFoundAmongAsManyRequestsThatAreAllowed() {
    for (int i = 0; i < 20; i++) {
      watched.take(requests.allowed(NOON.plusSeconds(i)));
      watched.take(requests.denied(NOON.plusSeconds(i), "/admin/" + i));
    }
    assertThat(watched.findings()).hasSize(1);
  }

  @Test
  void anEpisodeIsReportedOnceAndTheNextOneAgain() {
    watched.take(probes(500, NOON));
    assertThat(watched.findings()).hasSize(1);
    watched.take(probes(20, NOON.plus(Duration.ofHours(1))));
    assertThat(watched.findings()).hasSize(2);
    assertThat(watched.findings().get(0).episode())
        .isNotEqualTo(watched.findings().get(1).episode());
  }

  @Test
  void aFewRefusalsAreNothing() {
    watched.take(probes(9, NOON));
    for (int day = 1; day < 30; day++) {
      watched.take(probes(5, NOON.plus(Duration.ofDays(day))));
    }
    assertThat(watched.findings()).isEmpty();
  }

  @Test
  void aJobThatIsSetUpWronglyFailsAtOnePlace() {
    for (int i = 0; i < 1_000; i++) {
      watched.take(requests.denied(NOON.plusSeconds(i), "/reports"));
    }
    assertThat(watched.findings()).isEmpty();
  }

  @Test
  @Tag("DET-3")
  void aTokenThatIsRefusedNowAndThenForGoodReasonsIsLeftAlone() {
    for (int i = 0; i < 10_000; i++) {
      Instant at = NOON.plusSeconds(i * 7L);
      watched.take(i % 25 == 0 ? requests.denied(at, "/a" + i % 3) : requests.allowed(at));
    }
    assertThat(watched.findings()).isEmpty();
  }

  @ParameterizedTest
  @Tag("DET-2")
  @CsvSource({
    "429,rate_limited",
    "401,invalid_token",
    "400,invalid_request",
    "404,not_found",
    "503,dependency_unavailable"
  })
  void otherRefusalsSayNothingOfTheHolder(int status, String code) {
    for (int i = 0; i < 500; i++) {
      watched.take(requests.refused(NOON.plusSeconds(i), status, code, "/p/" + i));
    }
    assertThat(watched.findings()).isEmpty();
  }

  @Property(tries = 50)
  @net.jqwik.api.Tag("DET-2")
  void withoutTheSecretNothingCanBeBroughtAbout(@ForAll @IntRange(min = 1, max = 300) int tries) {
    Watched token = new Watched(Parameters.defaults());
    for (int i = 0; i < tries; i++) {
      token.take(requests.withoutToken(NOON.plusSeconds(i), 403, "insufficient_scope"));
    }
    assertThat(token.findings()).isEmpty();
  }

  @Property(tries = 30)
  @net.jqwik.api.Tag("KFK-2")
  void theSameEventsAgainFindNothingNew(@ForAll @IntRange(min = 10, max = 200) int count) {
    Watched token = new Watched(Parameters.defaults());
    List<UsageEvent> events = probes(new Requests(), count, NOON);
    token.take(events);
    token.take(events);
    assertThat(token.findings()).hasSize(1);
  }

  @Test
  void theNumbersAreConfiguration() {
    Watched strict =
        new Watched(
            Parameters.with(
                Map.of(
                    "doorward.monitor.detect.refusal-burst.refusals", "5",
                    "doorward.monitor.detect.refusal-burst.places", "1")));
    for (int i = 0; i < 5; i++) {
      strict.take(requests.denied(NOON.plusSeconds(i), "/one"));
    }
    assertThat(strict.findings()).hasSize(1);
  }

  private List<UsageEvent> probes(int count, Instant from) {
    return probes(requests, count, from);
  }

  private static List<UsageEvent> probes(Requests requests, int count, Instant from) {
    List<UsageEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(requests.denied(from.plusSeconds(i), "/admin/" + i % 4));
    }
    return events;
  }
}
