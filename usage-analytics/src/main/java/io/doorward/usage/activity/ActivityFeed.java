package io.doorward.usage.activity;

import io.agroal.api.AgroalDataSource;
import io.doorward.contract.channel.Topics;
import io.doorward.usage.stream.Subscription;
import io.doorward.usage.stream.TopicReaders;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Starts the keeping and the announcing with the process. A reader of its own, apart from ingest:
 * neither waits for the other.
 */
@ApplicationScoped
public class ActivityFeed {
  private static final Duration END = Duration.ofSeconds(8);

  private @Nullable Running running;

  private record Running(Announcer announcer, Thread thread) {}

  void start(
      @Observes StartupEvent event,
      ActivityConfig config,
      TopicReaders readers,
      AgroalDataSource database,
      Clock clock,
      @ConfigProperty(name = "kafka.bootstrap.servers") String brokers) {
    readers.start(
        new Subscription(
            Topics.USAGE_EVENTS,
            config.consumer(),
            brokers,
            config.batchSize(),
            config.retryAtFirst(),
            config.retryAtMost()),
        new Sightings(clock, config.futureTolerance()));
    Announcer announcer =
        new Announcer(
            new Announcements(database), () -> Announcer.producer(brokers), config, clock);
    Thread thread = new Thread(announcer, "announce-token-activity");
    thread.setDaemon(true);
    thread.start();
    running = new Running(announcer, thread);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    Running ending = running;
    if (ending != null) {
      ending.announcer().stop();
      ending.thread().join(END.toMillis());
    }
  }
}
