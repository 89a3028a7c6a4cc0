package io.doorward.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.EventSignature;
import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.test.stack.RunningStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
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
  public void send(UsageEvent event) {
    send(Topics.USAGE_EVENTS, event.key(), ContractJson.write(event));
  }

  /** Whatever it is. */
  public void send(String topic, String key, byte[] value) {
    Future<RecordMetadata> sent =
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
    producer.flush();
    assertThat(sent).succeedsWithin(Duration.ZERO);
  }

  /** As token-service announces a token. */
  public void announce(UUID token, UUID organization, String slug) {
    TokenSnapshot snapshot =
        new TokenSnapshot(
            TokenSnapshot.SCHEMA,
            new LookupKey("p1." + "0".repeat(64)),
            1,
            token,
            organization,
            slug,
            new TokenOwner(TokenOwner.Kind.USER, "carol"),
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
            1,
            snapshot,
            null);
    send(Topics.TOKEN_EVENTS, token.toString(), ContractJson.write(event));
  }

  /** All that was asked for about a token, by whoever holds the signing key. */
  public List<SecurityEvent> securityEvents(UUID token) {
    return securityEvents().stream().filter(event -> event.tokenId().equals(token)).toList();
  }

  /** The tokens about which something was asked for. */
  public Set<UUID> tokensAskedAbout() {
    return securityEvents().stream().map(SecurityEvent::tokenId).collect(Collectors.toSet());
  }

  private List<SecurityEvent> securityEvents() {
    PublicKey key = publicKey();
    List<SecurityEvent> events = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : all(Topics.SECURITY_EVENTS)) {
      Header header = record.headers().lastHeader(Headers.SIGNATURE);
      String signature =
          header == null ? "" : new String(header.value(), StandardCharsets.US_ASCII);
      if (EventSignature.verify(record.value(), signature, key)) {
        events.add(read(record.value()));
      }
    }
    return events;
  }

  private static SecurityEvent read(byte[] value) {
    try {
      return ContractJson.read(value, SecurityEvent.class);
    } catch (UnreadableRecord e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything committed on a topic. */
  public List<ConsumerRecord<byte[], byte[]>> all(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                RunningStack.current().kafka().bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  private static PublicKey publicKey() {
    try {
      String pem = Files.readString(RunningStack.current().secrets().monitorPublicKey());
      String body = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
