package io.doorward.gateway.usage;

import io.doorward.contract.channel.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka topic. Every copy acknowledges, and a repeated send is not stored twice. */
final class KafkaBroker implements Broker {
  /** Bound on what a send may take while the cluster's layout is not known. */
  private static final int MAX_BLOCK_MILLIS = 500;

  private final KafkaProducer<byte[], byte[]> producer;

  KafkaBroker(String bootstrap, Duration delivery) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 65_536);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) delivery.toMillis() / 2);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) delivery.toMillis());
    settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** LZ4 comes in a library of its own that a slim deployment may leave out. */
  private static String compression() {
    try {
      Class.forName("net.jpountz.lz4.LZ4Factory");
      return "lz4";
    } catch (ClassNotFoundException e) {
      return "none";
    }
  }

  @Override
  public void send(Outgoing event, Receipt receipt) {
    try {
      var unused =
          producer.send(
              new ProducerRecord<>(Topics.USAGE_EVENTS, event.key(), event.value()),
              (metadata, error) -> receipt.settle(error == null));
    } catch (KafkaException e) {
      receipt.settle(false);
    }
  }

  @Override
  public void close(Duration wait) {
    producer.close(wait);
  }
}
