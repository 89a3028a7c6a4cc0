package io.doorward.stack.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.contract.channel.Topics;
import io.doorward.stack.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("stack")
class EmbeddedKafkaIT {
  @TempDir static Path folder;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    List<Integer> ports = Ports.free(2);
    kafka =
        new EmbeddedKafka(
            folder.resolve("kafka"),
            folder.resolve("run"),
            folder.resolve("logs/kafka.log"),
            ports.get(0),
            ports.get(1));
    kafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void holdsTheTopicsOfTheSuiteWithTheirPartitions() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      List<String> names = Topics.all().stream().map(Topics.Topic::name).toList();
      Map<String, TopicDescription> found =
          admin.describeTopics(names).allTopicNames().get(20, TimeUnit.SECONDS);
      assertThat(Topics.all())
          .allSatisfy(
              topic ->
                  assertThat(found.get(topic.name()).partitions()).hasSize(topic.partitions()));
    }
  }

  @Test
  void createsNoTopicByItself() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThatThrownBy(
              () ->
                  admin
                      .describeTopics(List.of("unheard-of"))
                      .allTopicNames()
                      .get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void takesWhatProducersCompress(String codec) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "compression.type", codec),
            new StringSerializer(),
            new StringSerializer())) {
      assertThat(
              producer
                  .send(new ProducerRecord<>(Topics.USAGE_EVENTS, 0, "key", "v".repeat(1000)))
                  .get(20, TimeUnit.SECONDS)
                  .hasOffset())
          .isTrue();
    }
  }

  @Test
  void recordsOutliveACrashAndAnOrderlyRestart() throws Exception {
    send("first");
    kafka.kill();
    kafka.start();
    send("second");
    kafka.restart();
    assertThat(received(2)).containsExactly("first", "second");
  }

  private static void send(String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer
          .send(new ProducerRecord<>(Topics.TOKEN_EVENTS, "key", value))
          .get(20, TimeUnit.SECONDS);
    }
  }

  private static List<String> received(int expected) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partition = List.of(new TopicPartition(Topics.TOKEN_EVENTS, 0));
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      for (int i = 0; i < 20 && values.size() < expected; i++) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
