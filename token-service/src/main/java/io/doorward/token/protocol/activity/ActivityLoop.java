package io.doorward.token.protocol.activity;

import io.doorward.contract.channel.Topics;
import io.doorward.token.broker.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * Reads last uses on a thread of its own, for as long as the service runs. Offsets are committed
 * after a batch is entered; one that must wait is read again by a new consumer.
 */
final class ActivityLoop implements Runnable {
  private static final Logger LOG = Logger.getLogger(ActivityLoop.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Broker broker;
  private final ActivityIntake intake;
  private final ActivityConfig config;
  private final CountDownLatch stopped = new CountDownLatch(1);

  ActivityLoop(Broker broker, ActivityIntake intake, ActivityConfig config) {
    this.broker = broker;
    this.intake = intake;
    this.config = config;
  }

  void stop() {
    stopped.countDown();
  }

  @Override
  public void run() {
    boolean ended = false;
    while (!ended) {
      try (Consumer<String, byte[]> consumer =
          broker.consumer("token-service-activity", config.group())) {
        consumer.subscribe(List.of(Topics.TOKEN_ACTIVITY));
        while (stopped.getCount() > 0) {
          round(consumer);
        }
        ended = true;
      } catch (RuntimeException e) {
        LOG.warnf("last uses wait: %s", e.getMessage());
        ended = pause();
      }
    }
  }

  private void round(Consumer<String, byte[]> consumer) {
    ConsumerRecords<String, byte[]> polled = consumer.poll(POLL);
    if (!polled.isEmpty()) {
      List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(polled.count());
      polled.forEach(records::add);
      intake.take(records);
      consumer.commitSync();
    }
  }

  /** Waits, but not past the end; tells whether the end has come. */
  private boolean pause() {
    try {
      return stopped.await(config.retry().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
