package io.doorward.token.lifecycle.replay;

import io.doorward.token.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Removes sealed answers in time, whether anybody keeps new ones or not. Any replica may do it. */
@ApplicationScoped
class ReplyPurge {
  private static final Logger LOG = Logger.getLogger(ReplyPurge.class);

  private final Vertx vertx;
  private final Database database;
  private final SealedReplies replies;
  private final ReplayConfig config;
  private final Clock clock;
  private volatile long timer = -1;

  @Inject
  ReplyPurge(
      Vertx vertx, Database database, SealedReplies replies, ReplayConfig config, Clock clock) {
    this.vertx = vertx;
    this.database = database;
    this.replies = replies;
    this.config = config;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(config.purgeEvery().toMillis(), any -> purge());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  private void purge() {
    database
        .transaction(sql -> replies.purge(sql, clock.instant()))
        .subscribe()
        .with(done -> {}, e -> LOG.debugf("not purged: %s", e.getMessage()));
  }
}
