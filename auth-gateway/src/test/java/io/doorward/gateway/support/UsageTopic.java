package io.doorward.gateway.support;

import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.test.stack.RunningStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything on the topic of usage events, from its beginning. */
public final class UsageTopic implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<UsageEvent> events = new ArrayList<>();
  private final StringBuilder raw = new StringBuilder();

  public UsageTopic() {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                RunningStack.current().kafka().bootstrapServers(),
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.USAGE_EVENTS).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** All events so far. */
  public List<UsageEvent> events() {
    for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(200))) {
      raw.append(new String(one.value(), StandardCharsets.UTF_8));
      raw.append(new String(one.key(), StandardCharsets.UTF_8));
      try {
        events.add(ContractJson.read(one.value(), UsageEvent.class));
      } catch (UnreadableRecord e) {
        throw new IllegalStateException(e);
      }
    }
    return List.copyOf(events);
  }

  /** The events with this path. */
  public List<UsageEvent> of(String path) {
    return events().stream().filter(event -> event.path().equals(path)).toList();
  }

  /** Every byte read so far. */
  public String raw() {
    return raw.toString();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
