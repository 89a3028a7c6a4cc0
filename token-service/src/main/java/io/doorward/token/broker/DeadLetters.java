package io.doorward.token.broker;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.channel.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Keeps what could not be used, with the reason. Blocks; used on the consumer's thread. */
public final class DeadLetters implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Broker broker;
  private final String name;
  private @Nullable Producer<String, byte[]> producer;

  /**
   * @param name the producer's
   */
  public DeadLetters(Broker broker, String name) {
    this.broker = broker;
    this.name = name;
  }

  /**
   * Keeps a record; returns once Kafka has it.
   *
   * @throws IllegalStateException if Kafka did not take it
   */
  public void keep(ConsumerRecord<String, byte[]> unusable, String reason) {
    ProducerRecord<String, byte[]> letter =
        new ProducerRecord<>(
            Topics.deadLettersOf(unusable.topic()), unusable.key(), unusable.value());
    String origin = unusable.topic() + "/" + unusable.partition() + "/" + unusable.offset();
    letter.headers().add(Headers.DEAD_LETTER_REASON, reason.getBytes(StandardCharsets.UTF_8));
    letter.headers().add(Headers.DEAD_LETTER_ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
    try {
      open().send(letter).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not accept a dead letter", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while keeping a dead letter", e);
    }
  }

  private Producer<String, byte[]> open() {
    Producer<String, byte[]> open = producer;
    if (open == null) {
      open = broker.producer(name);
      producer = open;
    }
    return open;
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(CLOSE);
    }
  }
}
