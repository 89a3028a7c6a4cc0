package io.doorward.token.broker;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes clients of the broker that the keys {@code kafka.*} name. */
@ApplicationScoped
public class Broker {
  /** A record that is not acknowledged by then has failed; whoever sent it sends it again. */
  private static final Duration DELIVERY = Duration.ofSeconds(4);

  /** The longest that the client can be told. */
  private static final Duration FOREVER = Duration.ofMillis(Integer.MAX_VALUE);

  private static final Duration REQUEST = Duration.ofSeconds(2);

  private final Map<String, Object> common;

  @Inject
  Broker(@Identifier("default-kafka-broker") Map<String, Object> common) {
    this.common = common;
  }

  /**
   * A producer whose records are on all in-sync replicas, once and in order, when acknowledged. One
   * that is not acknowledged in seconds has failed, and may be there all the same.
   */
  public Producer<String, byte[]> producer(String name) {
    return producer(name, DELIVERY);
  }

  /**
   * As {@link #producer(String)}, but a record that has been accepted is tried until it is there,
   * however long the broker is gone, or the producer is closed: the client numbers its attempts,
   * and the broker keeps but one. Sending it anew instead could put it there twice.
   */
  public Producer<String, byte[]> persistentProducer(String name) {
    return producer(name, FOREVER);
  }

  private Producer<String, byte[]> producer(String name, Duration delivery) {
    Map<String, Object> config = new HashMap<>(common);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, name);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) delivery.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST.toMillis());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST.toMillis());
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, REQUEST.toMillis());
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  /** A consumer of a group, from the earliest record, that commits when it is told to. */
  public Consumer<String, byte[]> consumer(String name, String group) {
    Map<String, Object> config = new HashMap<>(common);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, REQUEST.toMillis());
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** A consumer without a group, for whoever reads everything and remembers nothing. */
  public Consumer<String, byte[]> reader(String name) {
    Map<String, Object> config = new HashMap<>(common);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, REQUEST.toMillis());
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
