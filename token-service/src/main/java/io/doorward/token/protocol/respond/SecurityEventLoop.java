package io.doorward.token.protocol.respond;

import io.doorward.contract.channel.Topics;
import io.doorward.token.broker.Broker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads security events on a thread of its own, for as long as the service runs. Offsets are
 * committed after the records are dealt with; a record that must wait is read again, and its
 * partition with it, so that none is passed over.
 */
final class SecurityEventLoop implements Runnable {
  private static final Logger LOG = Logger.getLogger(SecurityEventLoop.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Broker broker;
  private final SecurityEventHandler handler;
  private final String group;
  private final Duration retry;
  private final CountDownLatch stopped = new CountDownLatch(1);

  SecurityEventLoop(Broker broker, SecurityEventHandler handler, String group, Duration retry) {
    this.broker = broker;
    this.handler = handler;
    this.group = group;
    this.retry = retry;
  }

  void stop() {
    stopped.countDown();
  }

  @Override
  public void run() {
    while (!pause(Duration.ZERO)) {
      try (Consumer<String, byte[]> consumer = broker.consumer("token-service-respond", group)) {
        consumer.subscribe(List.of(Topics.SECURITY_EVENTS));
        while (!pause(Duration.ZERO)) {
          if (!round(consumer) && pause(retry)) {
            return;
          }
        }
      } catch (RuntimeException e) {
        LOG.warnf("security events cannot be read: %s", e.getMessage());
        if (pause(retry)) {
          return;
        }
      }
    }
  }

  /** One poll; {@code false} if a record has to be tried again. */
  private boolean round(Consumer<String, byte[]> consumer) {
    ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    boolean all = true;
    for (TopicPartition partition : records.partitions()) {
      all &= partition(consumer, partition, records.records(partition), done);
    }
    if (!done.isEmpty()) {
      consumer.commitSync(done);
    }
    return all;
  }

  private boolean partition(
      Consumer<String, byte[]> consumer,
      TopicPartition partition,
      List<ConsumerRecord<String, byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> done) {
    for (ConsumerRecord<String, byte[]> record : records) {
      try {
        handler.handle(record);
        done.put(partition, new OffsetAndMetadata(record.offset() + 1));
      } catch (RuntimeException e) {
        LOG.warnf("a security event waits: %s", e.getMessage());
        consumer.seek(partition, record.offset());
        return false;
      }
    }
    return true;
  }

  /** Waits, but not past the end; tells whether the end has come. */
  private boolean pause(Duration time) {
    try {
      return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
