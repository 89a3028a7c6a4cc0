package io.doorward.token.protocol.leak;

import io.doorward.token.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/** Removes old reports that anybody could make and that told nothing. In any replica. */
@ApplicationScoped
class LeakPurge {
  private static final Logger LOG = Logger.getLogger(LeakPurge.class);

  private static final String SOME =
      """
      DELETE FROM tokens.leak_report
       WHERE id IN (SELECT id FROM tokens.leak_report
                     WHERE reporter = 'holder' AND outcome = 'unknown' AND done_at <= $1
                     ORDER BY done_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
      """;

  private final Vertx vertx;
  private final Database database;
  private final LeakConfig config;
  private final Clock clock;
  private volatile long timer = -1;

  @Inject
  LeakPurge(Vertx vertx, Database database, LeakConfig config, Clock clock) {
    this.vertx = vertx;
    this.database = database;
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
    return some(clock.instant().minus(config.keepUnknown()));
  }

  private Uni<Void> some(Instant until) {
    return database
        .transaction(
            sql -> sql.preparedQuery(SOME).execute(Tuple.of(until.atOffset(ZoneOffset.UTC))))
        .chain(rows -> rows.rowCount() == 0 ? Uni.createFrom().voidItem() : some(until));
  }
}
