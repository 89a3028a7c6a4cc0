package io.doorward.monitor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.EventSignature;
import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.monitor.Requests;
import io.doorward.monitor.detect.Parameters;
import io.doorward.monitor.respond.TestSigning;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("X2")
class WatchTopologyTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  private final Requests requests = new Requests();
  private TestSigning signing;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> usage;
  private TestOutputTopic<byte[], byte[]> security;
  private TestOutputTopic<byte[], byte[]> dead;

  @BeforeEach
  void open() {
    signing = new TestSigning(folder);
    Properties settings = new Properties();
    settings.put("application.id", "test");
    settings.put("bootstrap.servers", "none:1");
    settings.put("state.dir", folder.resolve("state").toString());
    settings.put("rocksdb.config.setter", BoundedRocksDb.class.getName());
    driver =
        new TopologyTestDriver(
            new WatchTopology()
                .topology(
                    Parameters.with(Map.of()),
                    signing.responses(),
                    signing.key(),
                    new SimpleMeterRegistry()),
            settings,
            NOON);
    ByteArraySerializer serializer = new ByteArraySerializer();
    ByteArrayDeserializer deserializer = new ByteArrayDeserializer();
    usage = driver.createInputTopic(Topics.USAGE_EVENTS, serializer, serializer);
    security = driver.createOutputTopic(Topics.SECURITY_EVENTS, deserializer, deserializer);
    dead =
        driver.createOutputTopic(
            Topics.deadLettersOf(Topics.USAGE_EVENTS), deserializer, deserializer);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  @Tag("X3")
  @Tag("KFK-5")
  void whatIsFoundIsAskedForUnderSignature() throws UnreadableRecord {
    probe(NOON, 12);
    TestRecord<byte[], byte[]> record = security.readRecord();
    assertThat(security.isEmpty()).isTrue();
    SecurityEvent event = ContractJson.read(record.value(), SecurityEvent.class);
    assertThat(event.detection()).isEqualTo("refusal_burst");
    assertThat(event.response()).isEqualTo(SecurityEvent.Response.SUSPEND);
    assertThat(event.tokenId()).isEqualTo(requests.token());
    assertThat(event.organizationId()).isEqualTo(requests.organization());
    assertThat(new String(record.key(), StandardCharsets.UTF_8))
        .isEqualTo(requests.token().toString());
    String signature =
        new String(
            record.headers().lastHeader(Headers.SIGNATURE).value(), StandardCharsets.US_ASCII);
    assertThat(EventSignature.verify(record.value(), signature, signing.publicKey())).isTrue();
  }

  @Test
  @Tag("KFK-2")
  void aReplayAsksForNothingAgain() {
    List<UsageEvent> sent = probe(NOON, 100);
    assertThat(security.getQueueSize()).isEqualTo(1);
    sent.forEach(this::send);
    assertThat(security.getQueueSize()).isEqualTo(1);
  }

  @Test
  @Tag("KFK-1")
  void whatCannotBeReadIsPutAsideAndWatchingGoesOn() {
    byte[] key = requests.token().toString().getBytes(StandardCharsets.UTF_8);
    usage.pipeInput(key, "{".getBytes(StandardCharsets.UTF_8));
    usage.pipeInput(key, new byte[] {(byte) 0xC3, 0x28});
    usage.pipeInput(new TestRecord<>(key, null));
    usage.pipeInput(new TestRecord<>(null, "[]".getBytes(StandardCharsets.UTF_8)));
    assertThat(dead.getQueueSize()).isEqualTo(4);
    TestRecord<byte[], byte[]> letter = dead.readRecord();
    assertThat(letter.value()).isEqualTo("{".getBytes(StandardCharsets.UTF_8));
    assertThat(letter.headers().lastHeader(Headers.DEAD_LETTER_REASON).value()).isNotEmpty();
    assertThat(letter.headers().lastHeader(Headers.DEAD_LETTER_ORIGIN).value()).isNotEmpty();
    probe(NOON, 10);
    assertThat(security.getQueueSize()).isEqualTo(1);
  }

  @Test
  @Tag("KFK-3")
  void oneWrongClockMakesNoOtherEventLate() {
    send(requests.allowed(NOON.plus(Duration.ofDays(3_650))));
    probe(NOON, 10);
    assertThat(security.getQueueSize()).isEqualTo(1);
  }

  @Test
  @Tag("TEN-1")
  void tokensAreJudgedEachByItself() {
    for (int i = 0; i < 9; i++) {
      for (int token = 0; token < 5; token++) {
        send(new Requests().denied(NOON.plusSeconds(i), "/a/" + i));
      }
      send(requests.denied(NOON.plusSeconds(i), "/a/" + i));
    }
    assertThat(security.isEmpty()).isTrue();
  }

  private List<UsageEvent> probe(Instant from, int count) {
    List<UsageEvent> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      UsageEvent event = requests.denied(from.plusMillis(100L * i), "/admin/" + i % 5);
      send(event);
      sent.add(event);
    }
    return sent;
  }

  private void send(UsageEvent event) {
    driver.advanceWallClockTime(Duration.ofMillis(100));
    usage.pipeInput(event.key().getBytes(StandardCharsets.UTF_8), ContractJson.write(event));
  }
}
