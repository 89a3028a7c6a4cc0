package io.doorward.usage.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that this reader has. A partition is either positioned (its stored offset is
 * known) or still paused until PostgreSQL has told where to go on. Kafka's own offsets are not
 * used.
 */
final class Assignment {
  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Map<Integer, Long> stored = new HashMap<>();
  private final Set<Integer> unpositioned = new HashSet<>();

  Assignment(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
    consumer.subscribe(List.of(topic), new Listener());
  }

  /** The next records, in the order of their offsets within each partition. */
  List<ConsumerRecord<byte[], byte[]>> poll(Duration atMost) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(atMost).forEach(records::add);
    return records;
  }

  /** Waits without reading, and stays a member of the group meanwhile. */
  void idle(Duration pause) {
    consumer.pause(consumer.assignment());
    consumer.poll(pause);
    Set<TopicPartition> readable = new HashSet<>(consumer.assignment());
    readable.removeIf(partition -> unpositioned.contains(partition.partition()));
    consumer.resume(readable);
  }

  boolean hasUnpositioned() {
    return !unpositioned.isEmpty();
  }

  /**
   * Positions what has no position.
   *
   * @param offsets the stored offsets; a partition that has none is read from its beginning
   */
  void position(Map<Integer, Long> offsets) {
    for (int partition : unpositioned) {
      Long next = offsets.get(partition);
      if (next == null) {
        consumer.seekToBeginning(List.of(of(partition)));
      } else {
        consumer.seek(of(partition), next);
      }
      stored.put(partition, next == null ? Offsets.NONE : next);
    }
    consumer.resume(unpositioned.stream().map(this::of).toList());
    unpositioned.clear();
  }

  /** These partitions do not stand where this reader thought. */
  void reposition(Collection<Integer> partitions) {
    for (int partition : partitions) {
      if (stored.remove(partition) != null) {
        unpositioned.add(partition);
        consumer.pause(List.of(of(partition)));
      }
    }
  }

  /** Whether records of the partition may still be stored by this reader. */
  boolean holds(int partition) {
    return stored.containsKey(partition);
  }

  Map<Integer, Long> stored() {
    return Map.copyOf(stored);
  }

  /** A batch was committed. */
  void stored(Map<Integer, Long> ends) {
    stored.putAll(ends);
  }

  private TopicPartition of(int partition) {
    return new TopicPartition(topic, partition);
  }

  private final class Listener implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      partitions.forEach(partition -> unpositioned.add(partition.partition()));
      consumer.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        stored.remove(partition.partition());
        unpositioned.remove(partition.partition());
      }
    }
  }
}
