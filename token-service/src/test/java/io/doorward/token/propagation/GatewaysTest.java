package io.doorward.token.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.event.GatewayReport;
import io.doorward.test.clock.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("REV-1")
class GatewaysTest {
  private static final Instant START = Instant.parse("2026-03-03T10:00:00Z");

  private final TestClock clock = new TestClock(START);
  private final Gateways gateways = new Gateways(clock);

  @BeforeEach
  void bothWaysAreHeard() {
    gateways.loaded(Gateways.Way.REDIS);
    gateways.loaded(Gateways.Way.KAFKA);
  }

  private GatewayReport report(String instance, long sequence, long epoch) {
    return new GatewayReport(
        1, instance, START.minusSeconds(5), sequence, clock.instant(), epoch, true, false, 60_000);
  }

  private boolean hear(GatewayReport report) {
    return gateways.heard(report, clock.instant());
  }

  private Standing standing(long epoch) {
    return gateways.standing(epoch, null);
  }

  @Test
  void aChangeIsCompleteOnceEveryInstanceHasIt() {
    hear(report("a", 1, 7));
    hear(report("b", 1, 6));
    assertThat(standing(7).complete()).isFalse();
    assertThat(standing(7).waitingFor())
        .containsExactly(new Propagated.Waiting("b", 6, clock.instant()));
    hear(report("b", 2, 8));
    assertThat(standing(7).complete()).isTrue();
    assertThat(standing(7).applied()).isEqualTo(2);
  }

  @Test
  void withoutAnyInstanceNothingIsComplete() {
    assertThat(standing(1).complete()).isFalse();
    assertThat(standing(1).nobody()).isTrue();
  }

  @Test
  void anOlderReportThatComesLaterOnTheOtherWayIsNoNews() {
    hear(report("a", 5, 9));
    assertThat(hear(report("a", 4, 8))).isFalse();
    assertThat(hear(report("a", 5, 9))).isFalse();
    assertThat(standing(9).complete()).isTrue();
  }

  @Test
  void aSilentInstanceIsListedForAsLongAsItCanUseWhatItKnew() {
    hear(report("a", 1, 7));
    clock.advance(Duration.ofSeconds(60));
    hear(report("b", 1, 8));
    assertThat(standing(8).waitingFor()).containsExactly(new Propagated.Waiting("a", 7, START));
    clock.advance(Duration.ofMillis(1));
    assertThat(standing(8).complete()).isTrue();
    assertThat(standing(8).instances()).isEqualTo(1);
  }

  @Test
  void goodbyeTakesAnInstanceOutAndNoLateReportBringsItBack() {
    hear(report("a", 1, 7));
    hear(
        new GatewayReport(
            1, "a", START.minusSeconds(5), 3, clock.instant(), 7, true, true, 60_000));
    assertThat(standing(8).nobody()).isTrue();
    hear(report("a", 2, 7));
    assertThat(standing(8).nobody()).isTrue();
  }

  @Test
  void anInstanceThatStartsAnewTakesThePlaceOfTheRunThatWasKilled() {
    hear(report("a", 9, 7));
    clock.advance(Duration.ofSeconds(2));
    hear(new GatewayReport(1, "a", clock.instant(), 1, clock.instant(), 8, true, false, 60_000));
    assertThat(standing(8).complete()).isTrue();
    assertThat(standing(8).instances()).isEqualTo(1);
  }

  @Test
  void twoThatRunUnderOneNameAreBothWaitedFor() {
    Instant later = clock.instant();
    hear(new GatewayReport(1, "a", later, 1, later, 8, true, false, 60_000));
    clock.advance(Duration.ofSeconds(2));
    hear(report("a", 9, 7));
    assertThat(standing(8).complete()).isFalse();
    assertThat(standing(8).instances()).isEqualTo(2);
  }

  @Test
  void beforeAllHaveHadTheTimeToBeHeardNothingIsComplete() {
    Gateways fresh = new Gateways(clock);
    assertThat(fresh.heard(report("a", 1, 7), clock.instant())).isTrue();
    clock.advance(Duration.ofSeconds(30));
    assertThat(fresh.standing(7, null).complete()).isFalse();
    fresh.loaded(Gateways.Way.REDIS);
    assertThat(fresh.standing(7, null).complete()).isFalse();
    clock.advance(Duration.ofSeconds(3));
    assertThat(fresh.standing(7, null).complete()).isTrue();
  }

  @Test
  void aReportThatWasKeptTooLongIsOfNobody() {
    GatewayReport kept = report("a", 1, 7);
    clock.advance(Duration.ofSeconds(61));
    assertThat(gateways.heard(kept, kept.at())).isFalse();
    assertThat(standing(8).nobody()).isTrue();
  }

  @Test
  void itKnowsSinceWhenAChangeIsInForceIfItListenedByThen() {
    hear(report("a", 1, 6));
    assertThat(standing(6).since()).isNull();
    clock.advance(Duration.ofMillis(40));
    hear(report("a", 2, 9));
    clock.advance(Duration.ofSeconds(1));
    hear(report("a", 3, 9));
    assertThat(standing(8).since()).isEqualTo(START.plusMillis(40));
    Instant changed = clock.instant().minusSeconds(1);
    Instant started = clock.instant().minusMillis(1);
    hear(new GatewayReport(1, "b", started, 1, clock.instant(), 9, true, false, 60_000));
    assertThat(standing(8).since()).isNull();
    assertThat(gateways.standing(8, changed).since()).isEqualTo(START.plusMillis(40));
  }

  @Test
  void afterARestoreAnInstanceThatCountsFromLowerDownHasNotGotTheLaterChanges() {
    hear(report("a", 1, 100));
    hear(report("a", 2, 5));
    assertThat(standing(6).complete()).isFalse();
  }
}
