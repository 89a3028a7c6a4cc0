package io.doorward.monitor.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.event.UsageEvent;
import io.doorward.monitor.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("X2")
@Tag("ROT-2")
class RetiredUseTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant ROTATED = NOON.minus(Duration.ofDays(1));
  private static final String ROTATE = "/api/v1/tokens/{id}/rotate";

  private final Watched watched = new Watched(Parameters.defaults());
  private final Requests requests = new Requests();

  @Test
  void onOrdinaryEndpointsItIsNotableOnceInAWindow() {
    for (int i = 0; i < 500; i++) {
      watched.take(requests.retired(NOON.plusSeconds(i), ROTATED, "/demo/" + i));
    }
    assertThat(watched.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("retired_use");
              assertThat(finding.grade()).isEqualTo(Finding.Grade.NOTABLE);
              assertThat(finding.evidence())
                  .containsEntry("ip", "203.0.113.7")
                  .containsEntry("rotatedAt", ROTATED.toString());
            });
    watched.take(requests.retired(NOON.plus(Duration.ofHours(1)), ROTATED, "/demo/1"));
    assertThat(watched.findings()).hasSize(2);
    assertThat(watched.findings().get(0).episode())
        .isNotEqualTo(watched.findings().get(1).episode());
  }

  @Test
  void presentedToBeRotatedItIsGraveWhateverWasFoundBefore() {
    watched.take(requests.retired(NOON, ROTATED, "/demo/1"));
    watched.take(requests.retired(NOON.plusSeconds(1), ROTATED, ROTATE));
    watched.take(requests.retired(NOON.plusSeconds(2), ROTATED, ROTATE));
    assertThat(watched.findings())
        .extracting(Finding::grade)
        .containsExactly(Finding.Grade.NOTABLE, Finding.Grade.GRAVE);
  }

  @Test
  @Tag("ROT-4")
  void theRetryOfALostAnswerIsNothingAndLaterOnItIsGrave() {
    watched.take(requests.retired(NOON, NOON.minusSeconds(1), ROTATE));
    watched.take(requests.retired(NOON.plusSeconds(598), NOON.minusSeconds(1), ROTATE));
    assertThat(watched.findings()).isEmpty();
    watched.take(requests.retired(NOON.plusSeconds(599), NOON.minusSeconds(1), ROTATE));
    assertThat(watched.findings()).hasSize(1);
  }

  @Test
  @Tag("ROT-6")
  void whoeverKnowsOnlyTheIdBringsNothingAbout() {
    for (int i = 0; i < 100; i++) {
      Instant at = NOON.plusSeconds(i);
      watched.take(requests.withoutToken(at, 401, "invalid_token"));
      watched.take(requests.refused(at, 401, "invalid_token", ROTATE));
      watched.take(requests.refused(at, 409, null, ROTATE));
    }
    assertThat(watched.findings()).isEmpty();
  }

  @Test
  @Tag("KFK-2")
  void theSameEventAgainIsNothingNew() {
    UsageEvent event = requests.retired(NOON, ROTATED, ROTATE);
    watched.take(event);
    watched.take(event);
    assertThat(watched.findings()).hasSize(1);
  }

  @Test
  void whatAnEarlierReleaseRememberedIsStillKnown() {
    byte[] now = StateCodec.write(TokenState.unknown());
    byte[] before = Arrays.copyOf(now, now.length - 2 * Long.BYTES);
    before[0] = 1;
    assertThat(StateCodec.read(before).retired()).isEqualTo(RetiredState.NEW);
    assertThat(StateCodec.read(before).rate()).isEqualTo(StateCodec.read(now).rate());
  }
}
