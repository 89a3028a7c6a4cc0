package io.doorward.token.outbox;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.test.stack.RunningStack;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.subscription.Cancellable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Listens to both paths as a gateway would. */
public final class Listener implements AutoCloseable {
  private final List<TokenEvent> redis = new CopyOnWriteArrayList<>();
  private final List<TokenEvent> kafka = new CopyOnWriteArrayList<>();
  private final Cancellable subscription;
  private final Thread thread;
  private volatile boolean closed;

  public Listener(ReactiveRedisDataSource source) {
    subscription =
        source
            .pubsub(String.class)
            .subscribe(RedisKeys.TOKEN_EVENTS)
            .subscribe()
            .with(event -> redis.add(read(event.getBytes(StandardCharsets.UTF_8))));
    thread = new Thread(this::consume, "test-listener");
    thread.start();
  }

  private void consume() {
    TopicPartition partition = new TopicPartition(Topics.TOKEN_EVENTS, 0);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", RunningStack.current().kafka().bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (!closed) {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> kafka.add(read(record.value())));
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

  /** Everything heard over Redis, signs of life too. */
  public List<TokenEvent> redis() {
    return redis;
  }

  /** Everything heard over Kafka, signs of life too. */
  public List<TokenEvent> kafka() {
    return kafka;
  }

  public static List<TokenEvent> of(List<TokenEvent> heard, String tokenId) {
    UUID id = UUID.fromString(tokenId);
    return heard.stream()
        .filter(e -> e.snapshot() != null && e.snapshot().tokenId().equals(id))
        .toList();
  }

  public static List<TokenEvent> changes(List<TokenEvent> heard) {
    return heard.stream().filter(e -> e.type() != TokenEvent.Type.HEARTBEAT).toList();
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    subscription.cancel();
    thread.join();
  }
}
