package io.doorward.token.lifecycle.bulk;

import io.doorward.token.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Removes what need not be kept: secrets and dry runs in time, items later. In any replica. */
@ApplicationScoped
class JobPurge {
  private static final Logger LOG = Logger.getLogger(JobPurge.class);

  /** One job at a time, as it may have many items. */
  private static final String DRY_RUN =
      """
      DELETE FROM tokens.token_job
       WHERE id = (SELECT id FROM tokens.token_job
                    WHERE dry_run AND finished_at <= $1 AND purged_at IS NULL
                    ORDER BY finished_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id
      """;

  private static final String ITEMS =
      """
      WITH old AS (
        UPDATE tokens.token_job SET purged_at = $2
         WHERE id = (SELECT id FROM tokens.token_job
                      WHERE NOT dry_run AND finished_at <= $1 AND purged_at IS NULL
                      ORDER BY finished_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
        RETURNING id),
      gone AS (DELETE FROM tokens.token_job_item i USING old WHERE i.job_id = old.id)
      SELECT id FROM old
      """;

  private final Vertx vertx;
  private final Database database;
  private final SecretStore secrets;
  private final JobConfig config;
  private final Clock clock;
  private volatile long timer = -1;

  @Inject
  JobPurge(Vertx vertx, Database database, SecretStore secrets, JobConfig config, Clock clock) {
    this.vertx = vertx;
    this.database = database;
    this.secrets = secrets;
    this.config = config;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    timer =
        vertx.setPeriodic(
            config.purgeEvery().toMillis(),
            any ->
                purge()
                    .subscribe()
                    .with(done -> {}, e -> LOG.debugf("not purged: %s", e.getMessage())));
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  /** Removes all that is due. */
  Uni<Void> purge() {
    Instant now = clock.instant();
    return database
        .transaction(sql -> secrets.purge(sql, now))
        .chain(() -> each(DRY_RUN, now.minus(config.keepDryRuns()), null))
        .chain(() -> each(ITEMS, now.minus(config.keepItems()), now));
  }

  private Uni<Void> each(String statement, Instant until, @Nullable Instant now) {
    Tuple arguments = Tuple.of(until.atOffset(ZoneOffset.UTC));
    if (now != null) {
      arguments.addValue(now.atOffset(ZoneOffset.UTC));
    }
    return database
        .bulk((SqlConnection sql) -> sql.preparedQuery(statement).execute(arguments))
        .chain(
            rows -> rows.size() == 0 ? Uni.createFrom().voidItem() : each(statement, until, now));
  }
}
