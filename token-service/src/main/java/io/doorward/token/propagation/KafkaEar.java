package io.doorward.token.propagation;

import io.doorward.contract.channel.Topics;
import io.doorward.token.broker.Broker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears reports over Kafka, on a thread of its own: first those of the last minutes, by their
 * timestamps, then what comes. No consumer group: every replica hears everything.
 */
@ApplicationScoped
class KafkaEar implements Runnable {
  private static final Logger LOG = Logger.getLogger(KafkaEar.class);
  private static final TopicPartition REPORTS = new TopicPartition(Topics.GATEWAY_REPORTS, 0);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long RETRY_MILLIS = 1_000;
  private static final long JOIN_MILLIS = 3_000;

  private final Broker broker;
  private final Reports reports;
  private final Clock clock;
  private final Thread thread = new Thread(this, "gateway-reports");
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile @Nullable Consumer<String, byte[]> consumer;

  @Inject
  KafkaEar(Broker broker, Reports reports, Clock clock) {
    this.broker = broker;
    this.reports = reports;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    thread.setDaemon(true);
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping.countDown();
    Consumer<String, byte[]> present = consumer;
    if (present != null) {
      present.wakeup();
    }
    thread.join(JOIN_MILLIS);
  }

  @Override
  public void run() {
    while (stopping.getCount() > 0) {
      try (Consumer<String, byte[]> opened = broker.reader("token-service-reports")) {
        consumer = opened;
        listen(opened);
      } catch (WakeupException | InterruptException e) {
        LOG.debug("no longer listening to reports over Kafka");
        return;
      } catch (RuntimeException e) {
        // whatever it is: without this thread one of the two ways would be deaf for good
        LOG.warnf("reports of gateways cannot be heard over Kafka: %s", e.getMessage());
        pause();
      }
    }
  }

  private void listen(Consumer<String, byte[]> opened) {
    opened.assign(List.of(REPORTS));
    long end = Objects.requireNonNull(opened.endOffsets(List.of(REPORTS)).get(REPORTS));
    opened.seek(REPORTS, begin(opened, end));
    boolean loaded = false;
    while (stopping.getCount() > 0) {
      if (!loaded && opened.position(REPORTS) >= end) {
        loaded = true;
        reports.loaded(Gateways.Way.KAFKA);
      }
      for (ConsumerRecord<String, byte[]> report : opened.poll(POLL)) {
        if (report.value() != null && report.offset() < end) {
          reports.kept(report.value());
        } else if (report.value() != null) {
          reports.fresh(report.value());
        }
      }
    }
  }

  private long begin(Consumer<String, byte[]> opened, long end) {
    long oldest = clock.instant().minus(Gateways.LONGEST_SILENCE).toEpochMilli();
    OffsetAndTimestamp first = opened.offsetsForTimes(Map.of(REPORTS, oldest)).get(REPORTS);
    return first == null ? end : first.offset();
  }

  private void pause() {
    try {
      var unused = stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }
}
