package io.doorward.gateway.snapshot;

import io.doorward.contract.channel.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Token events over Kafka: durable and in order. No consumer group: every gateway reads everything,
 * from the present end on, on a thread of its own. After a broker's absence it goes on where it
 * was.
 */
@Singleton
class KafkaFeed implements Runnable {
  private static final Logger LOG = Logger.getLogger(KafkaFeed.class);
  private static final TopicPartition EVENTS = new TopicPartition(Topics.TOKEN_EVENTS, 0);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(1);
  private static final long JOIN_MILLIS = 3_000;
  private static final long RETRY_MILLIS = 1_000;

  private final TokenChanges changes;
  private final FreshnessLease lease;
  private final String bootstrap;
  private final Thread thread = new Thread(this, "token-events");
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

  @Inject
  KafkaFeed(
      TokenChanges changes,
      FreshnessLease lease,
      @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "127.0.0.1:29092")
          String bootstrap) {
    this.changes = changes;
    this.lease = lease;
    this.bootstrap = bootstrap;
  }

  void start(@Observes StartupEvent event) {
    thread.setDaemon(true);
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping.countDown();
    KafkaConsumer<byte[], byte[]> present = consumer;
    if (present != null) {
      present.wakeup();
    }
    thread.join(JOIN_MILLIS);
  }

  @Override
  public void run() {
    while (stopping.getCount() > 0) {
      try {
        KafkaConsumer<byte[], byte[]> opened = open();
        consumer = opened;
        try {
          listen(opened);
        } finally {
          close(opened);
        }
      } catch (WakeupException e) {
        LOG.debug("no longer listening to token events over Kafka");
      } catch (InterruptException e) {
        LOG.debug("told to end");
        return;
      } catch (RuntimeException e) {
        // whatever it is: without this thread one of the two paths would be dead for good
        LOG.warnf("token events over Kafka cannot be heard: %s", e);
        pause();
      }
    }
  }

  /** An interrupted thread would not get as far as to say goodbye, and log an error instead. */
  private static void close(KafkaConsumer<byte[], byte[]> opened) {
    boolean interrupted = Thread.interrupted();
    opened.close(CloseOptions.timeout(CLOSE));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen(KafkaConsumer<byte[], byte[]> opened) {
    lease.interrupted(FeedPath.KAFKA);
    opened.assign(List.of(EVENTS));
    opened.seekToEnd(List.of(EVENTS));
    while (stopping.getCount() > 0) {
      for (ConsumerRecord<byte[], byte[]> event : opened.poll(POLL)) {
        if (event.value() != null) {
          changes.receive(FeedPath.KAFKA, event.value());
        }
      }
    }
  }

  private void pause() {
    try {
      if (stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.debug("stopping");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private KafkaConsumer<byte[], byte[]> open() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "latest",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            250,
            ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            1_000,
            ConsumerConfig.METADATA_MAX_AGE_CONFIG,
            30_000),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
