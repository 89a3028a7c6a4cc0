package io.doorward.token.outbox;

import io.doorward.contract.channel.Topics;
import io.doorward.token.broker.Broker;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The durable path. The producer blocks while it looks for the broker, so it is used on one thread
 * of its own; it is made at first use, because making it fails while the broker's name is unknown.
 *
 * <p>A change that the producer has accepted is not sent anew for want of an answer: the producer
 * itself tries on and the broker keeps but one.
 */
@ApplicationScoped
class KafkaPath implements Path {
  private static final Logger LOG = Logger.getLogger(KafkaPath.class);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** Longer than this without an answer is an outage that somebody may want to read of. */
  private static final long OUTAGE_MILLIS = 4_000;

  private static final String HEARTBEAT_KEY = "heartbeat";

  private final Broker broker;
  private final RelayConfig config;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread t = new Thread(work, "relay-kafka");
            t.setDaemon(true);
            return t;
          });

  /** Made and used on {@link #thread} only; closed from any. */
  private volatile @Nullable Producer<String, byte[]> producer;

  @Inject
  KafkaPath(Broker broker, RelayConfig config) {
    this.broker = broker;
    this.config = config;
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Uni<Void> send(List<Change> changes) {
    return onThread(changes.stream().map(change -> record(change.key(), change.json())).toList());
  }

  @Override
  public Uni<Void> heartbeat(long epoch, String json) {
    return onThread(List.of(record(HEARTBEAT_KEY, json)));
  }

  @Override
  public Duration heartbeatEvery() {
    return config.kafkaHeartbeat();
  }

  private static ProducerRecord<String, byte[]> record(String key, String json) {
    return new ProducerRecord<>(Topics.TOKEN_EVENTS, key, json.getBytes(StandardCharsets.UTF_8));
  }

  private Uni<Void> onThread(List<ProducerRecord<String, byte[]>> records) {
    return Uni.createFrom()
        .voidItem()
        .emitOn(thread)
        .invoke(
            () -> {
              try {
                sendAll(records);
              } catch (ExecutionException e) {
                throw new IllegalStateException("Kafka did not accept a change", e.getCause());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while sending", e);
              }
            });
  }

  private void sendAll(List<ProducerRecord<String, byte[]>> records)
      throws ExecutionException, InterruptedException {
    Producer<String, byte[]> open = producer;
    if (open == null) {
      open = broker.persistentProducer("token-service-relay");
      producer = open;
    }
    try {
      send(open, records);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RetriableException)) {
        // closed, or in a state that it does not leave by itself
        close(Duration.ZERO);
      }
      throw e;
    }
  }

  static void send(Producer<String, byte[]> open, List<ProducerRecord<String, byte[]>> records)
      throws ExecutionException, InterruptedException {
    List<Future<?>> sent = new ArrayList<>(records.size());
    for (ProducerRecord<String, byte[]> record : records) {
      sent.add(accepted(open, record, sent.isEmpty()));
    }
    boolean outage = false;
    for (Future<?> acknowledgement : sent) {
      outage = await(acknowledgement, outage);
    }
    if (outage) {
      LOG.info("Kafka has accepted the changes");
    }
  }

  /**
   * A record may be refused before it leaves, such as without a broker: what comes after must not
   * overtake it. The first may be tried again with all others; a later one only here, because those
   * before it are under way.
   */
  private static Future<?> accepted(
      Producer<String, byte[]> open, ProducerRecord<String, byte[]> record, boolean first)
      throws ExecutionException, InterruptedException {
    while (true) {
      Future<?> acknowledgement = open.send(record);
      if (!acknowledgement.isDone()) {
        return acknowledgement;
      }
      try {
        acknowledgement.get();
        return acknowledgement;
      } catch (ExecutionException e) {
        if (first || !(e.getCause() instanceof RetriableException)) {
          throw e;
        }
      }
    }
  }

  private static boolean await(Future<?> acknowledgement, boolean outage)
      throws ExecutionException, InterruptedException {
    if (!outage) {
      try {
        acknowledgement.get(OUTAGE_MILLIS, TimeUnit.MILLISECONDS);
        return false;
      } catch (TimeoutException e) {
        LOG.warn("Kafka does not accept changes; waiting for it");
      }
    }
    acknowledgement.get();
    return true;
  }

  @Override
  public void abandon() {
    // closing waits for the client's own thread: not on an event loop
    Thread closing = new Thread(() -> close(Duration.ZERO), "relay-kafka-abandon");
    closing.setDaemon(true);
    closing.start();
  }

  private void close(Duration wait) {
    Producer<String, byte[]> open = producer;
    if (open != null) {
      producer = null;
      open.close(wait);
    }
  }

  @PreDestroy
  void close() {
    close(CLOSE);
    thread.shutdown();
  }
}
