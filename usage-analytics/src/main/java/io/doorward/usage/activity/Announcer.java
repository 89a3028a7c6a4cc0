package io.doorward.usage.activity;

import io.doorward.contract.channel.Topics;
import io.doorward.contract.json.ContractJson;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/** Announces last uses on a thread of its own, for as long as the service runs. At least once. */
final class Announcer implements Runnable {
  private static final Logger LOG = Logger.getLogger(Announcer.class);
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(10);

  private final Announcements announcements;
  private final Supplier<Producer<String, byte[]>> producers;
  private final ActivityConfig config;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);

  Announcer(
      Announcements announcements,
      Supplier<Producer<String, byte[]>> producers,
      ActivityConfig config,
      Clock clock) {
    this.announcements = announcements;
    this.producers = producers;
    this.config = config;
    this.clock = clock;
  }

  static Producer<String, byte[]> producer(String brokers) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ProducerConfig.CLIENT_ID_CONFIG,
            "usage-analytics-activity",
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            (int) ACKNOWLEDGED_WITHIN.toMillis(),
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            8L << 20),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  void stop() {
    stopped.countDown();
  }

  @Override
  public void run() {
    boolean ended = false;
    while (!ended) {
      try (Producer<String, byte[]> producer = producers.get()) {
        ended = announce(producer);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        ended = true;
      } catch (KafkaException e) {
        LOG.warnf("last uses cannot be announced: %s", e.getMessage());
        ended = pause();
      }
    }
  }

  /** Goes on until the end has come. */
  private boolean announce(Producer<String, byte[]> producer) throws InterruptedException {
    boolean more = false;
    while (more ? stopped.getCount() > 0 : !await(config.every())) {
      more = round(producer);
    }
    return true;
  }

  /** Announces some; tells whether there are probably more. */
  private boolean round(Producer<String, byte[]> producer) throws InterruptedException {
    try {
      List<Announcements.Due> due =
          announcements.claim(clock.instant(), config.interval(), config.most());
      if (due.isEmpty()) {
        return false;
      }
      send(producer, due);
      announcements.sent(due);
      return due.size() == config.most();
    } catch (SQLException | RuntimeException e) {
      LOG.warnf("last uses could not be announced: %s", e.getMessage());
      return false;
    }
  }

  private static void send(Producer<String, byte[]> producer, List<Announcements.Due> due)
      throws InterruptedException {
    List<Future<?>> sent = new ArrayList<>(due.size());
    for (Announcements.Due each : due) {
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  Topics.TOKEN_ACTIVITY,
                  each.activity().tokenId().toString(),
                  ContractJson.write(each.activity()))));
    }
    try {
      for (Future<?> acknowledged : sent) {
        acknowledged.get(ACKNOWLEDGED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("last uses were not acknowledged", e);
    }
  }

  /** Waits, but not past the end; tells whether the end has come. */
  private boolean await(Duration time) throws InterruptedException {
    return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean pause() {
    try {
      return await(config.retryAtMost());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
