package io.doorward.usage.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.kit.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("U2")
class PeriodTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:20:30.123456789Z");

  @Property(tries = 500)
  void thePartsCoverThePeriodWithoutOverlap(
      @ForAll @LongRange(min = 0, max = 400) long from,
      @ForAll @LongRange(min = 0, max = 400) long length) {
    Instant begin = Instant.parse("2026-03-01T10:00:00Z").plusSeconds(from);
    Period period = new Period(begin, begin.plusSeconds(length));
    assertThat(period.head().from()).isEqualTo(period.from());
    assertThat(period.head().to()).isEqualTo(period.wholeMinutes().from());
    assertThat(period.wholeMinutes().to()).isEqualTo(period.tail().from());
    assertThat(period.tail().to()).isEqualTo(period.to());
    assertThat(Duration.between(period.head().from(), period.head().to())).isLessThan(MINUTE);
    assertThat(Duration.between(period.tail().from(), period.tail().to())).isLessThan(MINUTE);
    Period whole = period.wholeMinutes();
    if (!whole.from().equals(whole.to())) {
      assertThat(whole.from().getEpochSecond() % 60).isZero();
      assertThat(whole.to().getEpochSecond() % 60).isZero();
    }
  }

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void byDefaultItIsTheLastDay() {
    Period period = PeriodParameters.read(List.of(), List.of(), NOW);
    assertThat(period.to()).isEqualTo("2026-03-01T10:20:30.123456Z");
    assertThat(Duration.between(period.from(), period.to())).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void zonesAreUnderstood() {
    Period period =
        PeriodParameters.read(
            List.of("2026-03-01T00:00:00+02:00"), List.of("2026-03-01T00:00:00Z"), NOW);
    assertThat(period.from()).isEqualTo("2026-02-28T22:00:00Z");
  }

  @ParameterizedTest
  @Tag("DOS-4")
  @Tag("CLK-2")
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-03-01",
        "2026-03-01T00:00:00",
        "0",
        "-1",
        "9223372036854775807",
        "1999-12-31T23:59:59Z",
        "+999999999-12-31T23:59:59Z",
        "2025-02-28T10:20:30Z",
        "2026-03-02T00:00:00Z"
      })
  void aBeginningThatIsNoneIsRefused(String from) {
    assertThatThrownBy(() -> PeriodParameters.read(List.of(from), List.of(), NOW))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.code().code()).isEqualTo("validation_failed");
              assertThat(e.violations()).hasSize(1);
              assertThat(e.violations().get(0).location()).isEqualTo("query/from");
            });
  }

  @Test
  @Tag("API-3")
  void aRepeatedParameterIsRefused() {
    List<String> twice = List.of("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z");
    assertThatThrownBy(() -> PeriodParameters.read(List.of(), twice, NOW))
        .isInstanceOf(ProblemException.class);
  }
}
