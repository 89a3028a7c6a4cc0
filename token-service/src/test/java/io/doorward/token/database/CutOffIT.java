package io.doorward.token.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.doorward.kit.problem.ProblemException;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("G7")
class CutOffIT {
  private static final String SLOW = "SELECT pg_sleep(1) /* slow */";
  private static final String CHANGE =
      "INSERT INTO tokens.organization (id, slug, name, created_at)"
          + " VALUES (gen_random_uuid(), 'half-done', 'x', now())";

  @Inject Vertx vertx;
  @Inject Pool pool;
  @Inject BoundedPool bounds;

  @Test
  @Tag("RES-9")
  void aTransactionWhoseCallerWasAnsweredAlreadyChangesNothing() {
    Database impatient = new Database(vertx, pool, bounds, new Impatient());
    assertThatThrownBy(
            () ->
                impatient
                    .transaction(
                        sql ->
                            sql.query(CHANGE)
                                .execute()
                                .chain(() -> sql.query(SLOW).execute())
                                .replaceWithVoid())
                    .await()
                    .indefinitely())
        .isInstanceOf(ProblemException.class);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Rows.count(
                        "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle'"
                            + " AND query LIKE '%/* slow */%' AND pid <> pg_backend_pid()")
                    == 0);
    assertThat(Rows.count("SELECT count(*) FROM tokens.organization WHERE slug = 'half-done'"))
        .isZero();
  }

  private static final class Impatient implements DatabaseConfig {
    @Override
    public Duration timeout() {
      return Duration.ofMillis(200);
    }

    @Override
    public Duration bulkTimeout() {
      return timeout();
    }

    @Override
    public Duration connectTimeout() {
      return Duration.ofMillis(200);
    }
  }
}
