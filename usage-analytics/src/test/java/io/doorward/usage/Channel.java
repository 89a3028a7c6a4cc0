package io.doorward.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.test.stack.RunningStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The other services' ends of the topics. */
public final class Channel implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", RunningStack.current().kafka().bootstrapServers()),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  /** As a gateway sends. */
  public void send(List<UsageEvent> events) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (UsageEvent event : events) {
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  Topics.USAGE_EVENTS, bytes(event.key()), ContractJson.write(event))));
    }
    producer.flush();
    assertThat(sent).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ZERO));
  }

  public void send(UsageEvent event) {
    send(List.of(event));
  }

  /** Whatever it is. */
  public void sendRaw(String topic, String key, byte[] value) {
    Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic, bytes(key), value));
    producer.flush();
    assertThat(sent).succeedsWithin(Duration.ZERO);
  }

  /** As token-service announces a token. */
  public void announce(UUID token, UUID organization, String slug, String owner, long version) {
    TokenSnapshot snapshot =
        new TokenSnapshot(
            TokenSnapshot.SCHEMA,
            new LookupKey("p1." + "0".repeat(64)),
            version,
            token,
            organization,
            slug,
            new TokenOwner(TokenOwner.Kind.USER, owner),
            Role.MEMBER,
            null,
            TokenType.PERSONAL,
            TokenEnvironment.LIVE,
            ScopeSet.of("demo:read"),
            Limits.NONE,
            List.of(),
            Instant.EPOCH,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    TokenEvent event =
        new TokenEvent(
            TokenEvent.SCHEMA,
            UUID.randomUUID(),
            TokenEvent.Type.CREATED,
            Instant.EPOCH,
            version,
            snapshot,
            null);
    sendRaw(Topics.TOKEN_EVENTS, token.toString(), ContractJson.write(event));
  }

  /** The reasons on a topic's dead letters, by what was put aside. */
  public List<Letter> deadLetters(String topic) {
    TopicPartition partition = new TopicPartition(Topics.deadLettersOf(topic), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", RunningStack.current().kafka().bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      List<Letter> letters = new ArrayList<>();
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          letters.add(
              new Letter(
                  new String(record.key(), StandardCharsets.UTF_8),
                  new String(
                      record.headers().lastHeader(Headers.DEAD_LETTER_REASON).value(),
                      StandardCharsets.UTF_8)));
        }
      }
      return letters;
    }
  }

  /** A record that was put aside. */
  public record Letter(String key, String reason) {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }
}
