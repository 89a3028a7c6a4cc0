package io.doorward.token.protocol.activity;

import io.doorward.token.broker.Broker;
import io.doorward.token.broker.DeadLetters;
import io.doorward.token.database.Database;
import io.doorward.token.store.ActivityStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Starts and ends the reading of last uses with the service. */
@ApplicationScoped
class ActivityFeed {
  private static final Duration END = Duration.ofSeconds(5);

  private final ActivityConfig config;
  private final Broker broker;
  private final Database database;
  private final ActivityStore store;
  private final MeterRegistry metrics;
  private final Clock clock;
  private @Nullable Running running;

  @Inject
  ActivityFeed(
      ActivityConfig config,
      Broker broker,
      Database database,
      ActivityStore store,
      MeterRegistry metrics,
      Clock clock) {
    this.config = config;
    this.broker = broker;
    this.database = database;
    this.store = store;
    this.metrics = metrics;
    this.clock = clock;
  }

  private record Running(ActivityLoop loop, Thread thread, DeadLetters deadLetters) {}

  void start(@Observes StartupEvent event) {
    if (!config.enabled()) {
      return;
    }
    DeadLetters deadLetters = new DeadLetters(broker, "token-service-activity-dead-letters");
    ActivityIntake intake =
        new ActivityIntake(
            new ActivityReader(config.futureTolerance()),
            database,
            store,
            deadLetters,
            metrics,
            clock);
    ActivityLoop loop = new ActivityLoop(broker, intake, config);
    Thread thread = new Thread(loop, "token-activity");
    thread.setDaemon(true);
    thread.start();
    running = new Running(loop, thread, deadLetters);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    Running ending = running;
    if (ending != null) {
      ending.loop().stop();
      ending.thread().join(END.toMillis());
      ending.deadLetters().close();
    }
  }
}
