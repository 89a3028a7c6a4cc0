package io.doorward.usage.stream;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.channel.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts aside what cannot be read, as it came, with the reason. At least once: a crash before the
 * offset is stored puts it aside again.
 */
final class DeadLetters implements AutoCloseable {
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(10);

  /** A record and why it could not be read. */
  record Letter(ConsumerRecord<byte[], byte[]> record, String reason) {}

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;

  DeadLetters(Subscription subscription) {
    topic = Topics.deadLettersOf(subscription.topic());
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                subscription.bootstrapServers(),
                ProducerConfig.CLIENT_ID_CONFIG,
                subscription.consumer() + "-dead",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                (int) ACKNOWLEDGED_WITHIN.toMillis(),
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                4L << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends letters and waits for the broker to have them.
   *
   * @throws KafkaException if it has not; send them again
   */
  void send(List<Letter> letters) throws InterruptedException {
    List<Future<?>> sent = new ArrayList<>(letters.size());
    for (Letter letter : letters) {
      sent.add(producer.send(record(letter)));
    }
    try {
      for (Future<?> acknowledged : sent) {
        acknowledged.get(ACKNOWLEDGED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("dead letters were not acknowledged", e);
    }
  }

  private ProducerRecord<byte[], byte[]> record(Letter letter) {
    ConsumerRecord<byte[], byte[]> from = letter.record();
    String origin = from.topic() + "/" + from.partition() + "/" + from.offset();
    ProducerRecord<byte[], byte[]> dead = new ProducerRecord<>(topic, from.key(), from.value());
    dead.headers()
        .add(Headers.DEAD_LETTER_REASON, letter.reason().getBytes(StandardCharsets.UTF_8))
        .add(Headers.DEAD_LETTER_ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
    return dead;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
