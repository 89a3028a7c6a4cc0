package io.doorward.bench.gateway.suite;

import io.doorward.contract.channel.Topics;
import io.doorward.stack.StackException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** The usage events that the broker has taken. */
public final class UsageTopic implements AutoCloseable {
  private static final long BOUND_SECONDS = 20;

  private final Admin admin;
  private final int partitions;

  UsageTopic(String bootstrapServers) {
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    this.partitions =
        Topics.all().stream()
            .filter(topic -> topic.name().equals(Topics.USAGE_EVENTS))
            .mapToInt(Topics.Topic::partitions)
            .sum();
  }

  /** How many there have been so far, those forgotten since included. */
  public long count() {
    return ends().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Lets the broker delete what it has, so that a long measurement does not fill the disk. */
  public void forget() {
    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    ends().forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
    try {
      admin.deleteRecords(all).all().get(BOUND_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new StackException("Kafka does not forget the usage events.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted.", e);
    }
  }

  private Map<TopicPartition, Long> ends() {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      latest.put(new TopicPartition(Topics.USAGE_EVENTS, i), OffsetSpec.latest());
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    try {
      admin
          .listOffsets(latest)
          .all()
          .get(BOUND_SECONDS, TimeUnit.SECONDS)
          .forEach((partition, end) -> ends.put(partition, end.offset()));
      return ends;
    } catch (ExecutionException | TimeoutException e) {
      throw new StackException("Kafka does not tell how many usage events it has.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted.", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
