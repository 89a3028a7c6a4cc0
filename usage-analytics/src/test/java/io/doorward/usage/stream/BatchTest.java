package io.doorward.usage.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@Tag("U1")
class BatchTest {
  @Property(tries = 100)
  void halvesHoldEverythingInOrder(
      @ForAll @Size(min = 2, max = 50) List<@IntRange(max = 5) Integer> partitions) {
    Batch<String> batch = batch(partitions);
    List<Batch.Entry<String>> both = new ArrayList<>(batch.firstHalf().entries());
    assertThat(both).isNotEmpty().hasSizeLessThan(partitions.size());
    both.addAll(batch.secondHalf().entries());
    assertThat(both).isEqualTo(batch.entries());
  }

  @Property(tries = 100)
  void theEndOfAPartitionIsAfterItsLastRecord(
      @ForAll @Size(max = 50) List<@IntRange(max = 5) Integer> partitions) {
    Batch<String> batch = batch(partitions);
    for (Map.Entry<Integer, Long> end : batch.ends().entrySet()) {
      List<Batch.Entry<String>> entries = batch.only(p -> p == end.getKey()).entries();
      assertThat(entries.get(entries.size() - 1).record().offset()).isEqualTo(end.getValue() - 1);
    }
    assertThat(batch.ends().keySet())
        .containsExactlyInAnyOrderElementsOf(partitions.stream().distinct().toList());
  }

  @Test
  void aRecordWithNothingToStoreMovesTheEndAllTheSame() {
    Batch<String> batch = new Batch<>(List.of(new Batch.Entry<>(record(2, 41), null)));
    assertThat(batch.values()).isEmpty();
    assertThat(batch.ends()).isEqualTo(Map.of(2, 42L));
  }

  private static Batch<String> batch(List<Integer> partitions) {
    List<Batch.Entry<String>> entries = new ArrayList<>();
    long offset = 7;
    for (int partition : partitions) {
      entries.add(new Batch.Entry<>(record(partition, offset++), "value"));
    }
    return new Batch<>(entries);
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
    return new ConsumerRecord<>("topic", partition, offset, null, null);
  }
}
