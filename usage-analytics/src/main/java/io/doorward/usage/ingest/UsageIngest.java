package io.doorward.usage.ingest;

import io.doorward.contract.channel.Topics;
import io.doorward.usage.stream.Subscription;
import io.doorward.usage.stream.TopicReaders;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Starts the reading of {@code usage-events} with the process. */
@ApplicationScoped
public class UsageIngest {
  void start(
      @Observes StartupEvent event,
      IngestConfig config,
      TopicReaders readers,
      Clock clock,
      MeterRegistry metrics,
      @ConfigProperty(name = "kafka.bootstrap.servers") String brokers) {
    readers.start(
        new Subscription(
            Topics.USAGE_EVENTS,
            config.consumer(),
            brokers,
            config.batchSize(),
            config.retryAtFirst(),
            config.retryAtMost()),
        new UsageEvents(
            new EventReader(config.futureTolerance(), config.oldest()),
            clock,
            new IngestMetrics(metrics)));
  }
}
