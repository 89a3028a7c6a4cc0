package io.doorward.token.lifecycle.schedule;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Goes through the schedules now and then, in every replica. */
@ApplicationScoped
class ScheduleSweep {
  private static final Logger LOG = Logger.getLogger(ScheduleSweep.class);

  private final Vertx vertx;
  private final ScheduledRotation rotation;
  private final Tellings tellings;
  private final ScheduleConfig config;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long timer = -1;

  @Inject
  ScheduleSweep(Vertx vertx, ScheduledRotation rotation, Tellings tellings, ScheduleConfig config) {
    this.vertx = vertx;
    this.rotation = rotation;
    this.tellings = tellings;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(config.every().toMillis(), any -> run());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  private void run() {
    if (running.compareAndSet(false, true)) {
      sweep()
          .onTermination()
          .invoke(() -> running.set(false))
          .subscribe()
          .with(done -> {}, e -> LOG.warnf("schedules wait for the next time: %s", e.getMessage()));
    }
  }

  /** Replaces what is due and tells people of what there is to tell. */
  Uni<Void> sweep() {
    return rotation.all().chain(tellings::all);
  }
}
