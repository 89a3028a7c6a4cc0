package io.doorward.token.guess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.test.clock.TestClock;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("CMP-4")
class GuessBudgetTest {
  private final TestClock clock = new TestClock(Instant.parse("2026-01-15T12:00:20Z"));
  private final GuessBudget budget = new GuessBudget(new CurrentVertxRequest(), () -> 2, clock);

  @Test
  void letsEachSourceSpendItsShareOfAMinute() {
    budget.spend("a");
    budget.require("a");
    budget.spend("a");
    assertThatThrownBy(() -> budget.require("a"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(40));
            });
    assertThatCode(() -> budget.require("b")).doesNotThrowAnyException();
    clock.advance(Duration.ofSeconds(40));
    assertThatCode(() -> budget.require("a")).doesNotThrowAnyException();
  }

  @Test
  void takesAnIpv6SiteForOneSource() {
    assertThat(GuessBudget.network("2001:db8:1:2::1"))
        .isEqualTo(GuessBudget.network("2001:db8:1:2:ffff::9"))
        .isNotEqualTo(GuessBudget.network("2001:db8:1:3::1"));
    assertThat(GuessBudget.network("192.0.2.1")).isNotEqualTo(GuessBudget.network("192.0.2.2"));
  }
}
