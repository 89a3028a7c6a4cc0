package io.doorward.usage.stream;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The readers of this process, a thread each. */
@ApplicationScoped
public class TopicReaders {
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(8);

  private record Running(TopicReader<?> reader, Thread thread) {}

  private final AgroalDataSource database;
  private final MeterRegistry metrics;
  private final List<Running> running = new CopyOnWriteArrayList<>();
  private final Map<String, KafkaClientMetrics> bindings = new ConcurrentHashMap<>();

  TopicReaders(AgroalDataSource database, MeterRegistry metrics) {
    this.database = database;
    this.metrics = metrics;
  }

  /** Reads a topic until the process ends. Needs neither Kafka nor PostgreSQL to return. */
  public <T> void start(Subscription subscription, RecordHandler<T> handler) {
    Offsets offsets = new Offsets(subscription.consumer(), subscription.topic());
    TopicReader<T> reader =
        new TopicReader<>(
            subscription,
            handler,
            new BatchStore<>(database, handler, offsets),
            () -> consumer(subscription),
            metrics.counter("doorward.dead.letters", "topic", subscription.topic()));
    Thread thread = new Thread(reader, "read-" + subscription.consumer());
    thread.setDaemon(true);
    running.add(new Running(reader, thread));
    thread.start();
  }

  private Consumer<byte[], byte[]> consumer(Subscription subscription) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.ofEntries(
                Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, subscription.bootstrapServers()),
                Map.entry(ConsumerConfig.GROUP_ID_CONFIG, subscription.consumer()),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, subscription.batchSize()),
                Map.entry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000),
                Map.entry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000),
                Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 << 20),
                Map.entry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20),
                Map.entry(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    CooperativeStickyAssignor.class.getName())),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    KafkaClientMetrics binding = new KafkaClientMetrics(consumer);
    binding.bindTo(metrics);
    KafkaClientMetrics before = bindings.put(subscription.consumer(), binding);
    if (before != null) {
      before.close();
    }
    return consumer;
  }

  boolean allAlive() {
    return running.stream().allMatch(each -> each.thread().isAlive());
  }

  @PreDestroy
  void stop() throws InterruptedException {
    List<Running> stopping = new ArrayList<>(running);
    running.clear();
    stopping.forEach(each -> each.reader().stop());
    for (Running each : stopping) {
      each.thread().join(STOPPED_WITHIN.toMillis());
    }
  }
}
