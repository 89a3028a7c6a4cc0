package io.doorward.token.lifecycle.bulk;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs batches one after the other, on one connection, woken when a job has been accepted and now
 * and then besides. All its state is touched on one event loop only.
 */
@ApplicationScoped
class JobWorker {
  private static final Logger LOG = Logger.getLogger(JobWorker.class);

  private final Vertx vertx;
  private final JobRunner runner;
  private final JobConfig config;
  private volatile @Nullable Context loop;
  private long timer;
  private boolean working;
  private boolean again;

  @Inject
  JobWorker(Vertx vertx, JobRunner runner, JobConfig config) {
    this.vertx = vertx;
    this.runner = runner;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    if (config.work()) {
      loop = vertx.getOrCreateContext();
      timer = vertx.setPeriodic(config.poll().toMillis(), t -> wake());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    loop = null;
    vertx.cancelTimer(timer);
  }

  /** Looks for jobs now. From any thread. */
  void wake() {
    Context context = loop;
    if (context != null) {
      context.runOnContext(any -> work(context));
    }
  }

  private void work(Context context) {
    if (working) {
      again = true;
      return;
    }
    working = true;
    again = false;
    runner
        .batch()
        .emitOn(command -> context.runOnContext(any -> command.run()))
        .subscribe()
        .with(
            worked -> ended(context, worked),
            failure -> {
              LOG.warnf("jobs wait: %s", failure.getMessage());
              working = false;
            });
  }

  private void ended(Context context, boolean worked) {
    if (loop == null || (!worked && !again)) {
      working = false;
      return;
    }
    long pause = Math.max(1, config.pause().toMillis());
    vertx.setTimer(
        pause,
        any ->
            context.runOnContext(
                now -> {
                  working = false;
                  work(context);
                }));
  }
}
