package io.doorward.usage.directory;

import io.doorward.contract.channel.Topics;
import io.doorward.usage.stream.Subscription;
import io.doorward.usage.stream.TopicReaders;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Starts the reading of {@code token-events} with the process. */
@ApplicationScoped
public class DirectoryFeed {
  void start(
      @Observes StartupEvent event,
      DirectoryConfig config,
      TopicReaders readers,
      @ConfigProperty(name = "kafka.bootstrap.servers") String brokers) {
    readers.start(
        new Subscription(
            Topics.TOKEN_EVENTS,
            config.consumer(),
            brokers,
            config.batchSize(),
            config.retryAtFirst(),
            config.retryAtMost()),
        new TokenChanges());
  }
}
