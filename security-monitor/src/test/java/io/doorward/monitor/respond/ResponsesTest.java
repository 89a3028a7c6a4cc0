package io.doorward.monitor.respond;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.event.SecurityEvent.Response;
import io.doorward.monitor.detect.Finding;
import io.doorward.monitor.detect.Finding.Grade;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("X3")
class ResponsesTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final UUID TOKEN = new UUID(1, 2);
  private static final UUID OTHER_TOKEN = new UUID(1, 3);
  private static final UUID ORGANIZATION = new UUID(3, 4);

  private final Responses responses =
      new Responses(
          new SmallRyeConfigBuilder()
              .withMapping(ResponseConfig.class)
              .build()
              .getConfigMapping(ResponseConfig.class));

  @Test
  void theSameFindingHasTheSameIdAndAnotherOneAnother() {
    SecurityEvent event = event(finding("rate_spike", Grade.GRAVE, AT));
    assertThat(event(finding("rate_spike", Grade.GRAVE, AT))).isEqualTo(event);
    assertThat(event(finding("rate_spike", Grade.NOTABLE, AT)).id()).isNotEqualTo(event.id());
    assertThat(event(finding("refusal_burst", Grade.GRAVE, AT)).id()).isNotEqualTo(event.id());
    assertThat(event(finding("rate_spike", Grade.GRAVE, AT.plusSeconds(60))).id())
        .isNotEqualTo(event.id());
    assertThat(responses.to(finding("rate_spike", Grade.GRAVE, AT), OTHER_TOKEN, ORGANIZATION).id())
        .isNotEqualTo(event.id());
  }

  @Test
  void byDefaultWhatIsGraveIsSuspendedAndTheRestIsReported() {
    assertThat(event(finding("refusal_burst", Grade.GRAVE, AT)).response())
        .isEqualTo(Response.SUSPEND);
    assertThat(event(finding("rate_spike", Grade.GRAVE, AT)).response())
        .isEqualTo(Response.SUSPEND);
    assertThat(event(finding("rate_spike", Grade.NOTABLE, AT)).response())
        .isEqualTo(Response.ALERT);
    assertThat(event(finding("retired_use", Grade.GRAVE, AT)).response())
        .isEqualTo(Response.SUSPEND_FAMILY);
    assertThat(event(finding("retired_use", Grade.NOTABLE, AT)).response())
        .isEqualTo(Response.ALERT);
    assertThat(event(finding("another", Grade.GRAVE, AT)).response()).isEqualTo(Response.ALERT);
  }

  @Test
  void theScoreGrowsWithTheEvidence() {
    assertThat(event(finding("rate_spike", Grade.GRAVE, AT)).score()).isEqualTo(87.5);
  }

  private SecurityEvent event(Finding finding) {
    return responses.to(finding, TOKEN, ORGANIZATION);
  }

  private static Finding finding(String rule, Grade grade, Instant episode) {
    return new Finding(rule, grade, episode, AT, 6, "summary", new TreeMap<>(Map.of("a", "b")));
  }
}
