package io.doorward.usage.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records in the order of their offsets within each partition.
 *
 * @param <T> a record that was read
 */
record Batch<T>(List<Entry<T>> entries) {
  /**
   * One record.
   *
   * @param value {@code null} if there is nothing to store of it
   */
  record Entry<T>(ConsumerRecord<byte[], byte[]> record, @Nullable T value) {}

  Batch {
    entries = List.copyOf(entries);
  }

  List<T> values() {
    List<T> values = new ArrayList<>(entries.size());
    for (Entry<T> entry : entries) {
      T value = entry.value();
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /** By partition, the offset after the batch. */
  SortedMap<Integer, Long> ends() {
    SortedMap<Integer, Long> ends = new TreeMap<>();
    for (Entry<T> entry : entries) {
      ends.merge(entry.record().partition(), entry.record().offset() + 1, Math::max);
    }
    return ends;
  }

  Batch<T> only(IntPredicate partition) {
    return new Batch<>(
        entries.stream().filter(entry -> partition.test(entry.record().partition())).toList());
  }

  Batch<T> firstHalf() {
    return new Batch<>(entries.subList(0, entries.size() / 2));
  }

  Batch<T> secondHalf() {
    return new Batch<>(entries.subList(entries.size() / 2, entries.size()));
  }
}
