package io.doorward.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.snapshot.SnapshotAnswer;
import io.doorward.gateway.support.Fixtures;
import io.doorward.test.clock.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("G8")
class RecollectionTest {
  private static final int REMEMBERED = 3;
  private static final Duration KEPT = Duration.ofMinutes(15);

  private final TestClock clock = new TestClock();
  private final Recollection recollection =
      new Recollection(
          new RecollectionConfig() {
            @Override
            public int remembered() {
              return REMEMBERED;
            }

            @Override
            public Duration keep() {
              return KEPT;
            }
          },
          () -> 7,
          () -> true,
          () -> "exact",
          clock);

  private void refuse(String requestId, Caller caller) {
    recollection.note(
        new EdgeRequest(
            requestId,
            clock.instant(),
            IpAddress.parse("203.0.113.5").orElseThrow(),
            true,
            "GET",
            "api.example",
            "api.example",
            "/things/with-a-name",
            "q=secret"),
        new Decision.Refused(
            ErrorCode.INVALID_TOKEN,
            "Not valid.",
            Optional.of(caller),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Set.of(),
            Optional.of("token_halted")));
  }

  private static Caller holder() {
    return new Caller.TokenHolder(
        Fixtures.token(Fixtures.someLookup()).build(), SnapshotAnswer.Level.REDIS);
  }

  @Test
  void theNewestComeFirstAndTheOldestGo() {
    refuse("request-1", holder());
    clock.advance(Duration.ofSeconds(1));
    refuse("request-1", holder());
    assertThat(recollection.find("request-1"))
        .extracting(Recollected::at)
        .containsExactly(clock.instant(), clock.instant().minusSeconds(1));
    for (int i = 0; i < REMEMBERED; i++) {
      refuse("request-other", holder());
    }
    assertThat(recollection.find("request-1")).isEmpty();
    assertThat(recollection.find("request-other")).hasSize(REMEMBERED);
  }

  @Test
  void whatIsTooOldIsForgottenThoughThereIsRoom() {
    refuse("request-1", holder());
    clock.advance(KEPT.minusSeconds(1));
    assertThat(recollection.find("request-1")).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(recollection.find("request-1")).isEmpty();
  }

  @Test
  void onlyWhatWasDoneWithAKnownTokenIsRemembered() {
    refuse("request-1", new Caller.Anonymous());
    assertThat(recollection.find("request-1")).isEmpty();
  }

  @Test
  void neitherThePathNorTheQueryIsKept() {
    refuse("request-1", holder());
    Recollected kept = recollection.find("request-1").get(0);
    assertThat(kept.toString()).doesNotContain("with-a-name", "secret");
    assertThat(kept.refusal().reason()).isEqualTo("token_halted");
    assertThat(kept.epoch()).isEqualTo(7);
  }
}
