package io.doorward.token.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RES-1")
class DatabaseTest {
  private final Database database = new Database(null, null, null, new Config());

  @Test
  void aDatabaseThatDoesNotAnswerIsUnavailable() {
    assertUnavailable(Uni.createFrom().nothing());
  }

  @Test
  void aDatabaseThatCannotBeReachedOrIsStoppingIsUnavailable() {
    assertUnavailable(Uni.createFrom().failure(new ConnectException("refused")));
    assertUnavailable(
        Uni.createFrom().failure(new IllegalStateException(new ConnectException("refused"))));
    for (String state :
        new String[] {"08006", "57P01", "57P03", "53300", "57014", "25006", "40P01"}) {
      assertUnavailable(Uni.createFrom().failure(new PgException("x", "FATAL", state, null)));
    }
  }

  @Test
  void aWrongStatementIsNot() {
    PgException wrong = new PgException("x", "ERROR", "42P01", null);
    assertThatThrownBy(() -> bounded(Uni.createFrom().failure(wrong)))
        .satisfies(e -> assertThat(e).hasToString(wrong.toString()));
  }

  private void assertUnavailable(Uni<Object> work) {
    assertThatThrownBy(() -> bounded(work))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_UNAVAILABLE));
  }

  private void bounded(Uni<Object> work) {
    database.bounded(work).await().indefinitely();
  }

  private static final class Config implements DatabaseConfig {
    @Override
    public Duration timeout() {
      return Duration.ofMillis(50);
    }

    @Override
    public Duration bulkTimeout() {
      return timeout();
    }

    @Override
    public Duration connectTimeout() {
      return Duration.ofMillis(50);
    }
  }
}
