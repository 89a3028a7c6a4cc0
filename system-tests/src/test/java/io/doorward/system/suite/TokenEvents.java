package io.doorward.system.suite;

import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything that is sent over Kafka about tokens, from now on and in its order. */
public final class TokenEvents implements AutoCloseable {
  private static final TopicPartition EVENTS = new TopicPartition(Topics.TOKEN_EVENTS, 0);

  private final List<TokenEvent> heard = new CopyOnWriteArrayList<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::consume, "token-events");
  private volatile boolean closed;

  public TokenEvents(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(EVENTS));
    consumer.seekToEnd(List.of(EVENTS));
    // fixes the end now: seeking alone waits for the first poll
    consumer.position(EVENTS);
    thread.start();
  }

  private void consume() {
    try (consumer) {
      while (!closed) {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> heard.add(read(record.value())));
      }
    }
  }

  private static TokenEvent read(byte[] json) {
    try {
      return ContractJson.read(json, TokenEvent.class);
    } catch (UnreadableRecord e) {
      throw new IllegalStateException(e);
    }
  }

  public List<TokenEvent> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
