package io.doorward.usage.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RES-9")
class AttemptTest {
  @ParameterizedTest
  @ValueSource(strings = {"22021", "22003", "23514", "54000"})
  void whatTheContentCausesIsNotTriedAgain(String state) {
    assertThat(Attempt.failed(new SQLException("content", state)))
        .isEqualTo(new Attempt.Rejected("not storable, SQLSTATE " + state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01", "53300", "40P01", "40001", "42P01"})
  void everythingElseIsTriedAgain(String state) {
    assertThat(Attempt.failed(new SQLException("moment", state)))
        .isInstanceOf(Attempt.Unavailable.class);
    assertThat(Attempt.failed(new SQLException("no state")))
        .isInstanceOf(Attempt.Unavailable.class);
  }

  @Test
  void pausesDoubleUpToTheirBound() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350));
    assertThat(backoff.isReset()).isTrue();
    assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(100));
    assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(200));
    assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(350));
    assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(350));
    assertThat(backoff.isReset()).isFalse();
    backoff.reset();
    assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(100));
  }
}
