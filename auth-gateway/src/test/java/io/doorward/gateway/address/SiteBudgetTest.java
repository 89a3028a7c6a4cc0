package io.doorward.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("CMP-4")
class SiteBudgetTest {
  private final AtomicLong nanos = new AtomicLong(-1);
  private final SiteBudget budget = new SiteBudget(3, nanos::get);

  private void takeAll(String site) {
    for (int i = 0; i < 3; i++) {
      assertThat(budget.take(site)).isTrue();
    }
    assertThat(budget.take(site)).isFalse();
  }

  @Test
  void whoHasHadAllWaitsForTheMinuteToEnd() {
    assertThat(budget.isAnySpent()).isFalse();
    budget.take("192.0.2.1");
    nanos.addAndGet(Duration.ofSeconds(20).toNanos());
    budget.take("192.0.2.1");
    budget.take("192.0.2.1");
    assertThat(budget.isAnySpent()).isTrue();
    assertThat(budget.pause("192.0.2.1")).isEqualTo(Duration.ofSeconds(40));
    nanos.addAndGet(Duration.ofSeconds(40).toNanos());
    assertThat(budget.pause("192.0.2.1")).isZero();
    assertThat(budget.isAnySpent()).isFalse();
    takeAll("192.0.2.1");
  }

  @Test
  void oneSourceCostsAnotherNothing() {
    takeAll("192.0.2.1");
    assertThat(budget.pause("192.0.2.2")).isZero();
    takeAll("192.0.2.2");
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    takeAll("192.0.2.1");
    budget.giveBack("192.0.2.1");
    assertThat(budget.pause("192.0.2.1")).isZero();
    assertThat(budget.take("192.0.2.1")).isTrue();
    assertThat(budget.take("192.0.2.1")).isFalse();
  }
}
