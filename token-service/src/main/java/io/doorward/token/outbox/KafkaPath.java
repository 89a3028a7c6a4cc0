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
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The durable path. The producer blocks while it looks for the broker, so it lives on one thread of
 * its own; it is made at first use, because making it fails while the broker's name is unknown.
 */
@ApplicationScoped
class KafkaPath implements Path {
  private static final Duration CLOSE = Duration.ofSeconds(2);
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

  /** Used on {@link #thread} only. */
  private @Nullable Producer<String, byte[]> producer;

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
    return onThread(
        changes.stream()
            .map(change -> record(change.snapshot().tokenId().toString(), change.json()))
            .toList());
  }

  @Override
  public Uni<Void> heartbeat(String json) {
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
      open = broker.producer("token-service-relay");
      producer = open;
    }
    send(open, records);
  }

  static void send(Producer<String, byte[]> open, List<ProducerRecord<String, byte[]>> records)
      throws ExecutionException, InterruptedException {
    List<Future<?>> sent = new ArrayList<>(records.size());
    for (ProducerRecord<String, byte[]> record : records) {
      Future<?> acknowledgement = open.send(record);
      if (acknowledgement.isDone()) {
        // Refused before it left, such as without a broker: what comes after must not overtake it.
        acknowledgement.get();
      }
      sent.add(acknowledgement);
    }
    for (Future<?> acknowledgement : sent) {
      acknowledgement.get();
    }
  }

  @PreDestroy
  void close() {
    thread.execute(
        () -> {
          Producer<String, byte[]> open = producer;
          if (open != null) {
            open.close(CLOSE);
          }
        });
    thread.shutdown();
  }
}
