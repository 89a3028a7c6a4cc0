package io.doorward.usage.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.TokenActivity;
import io.doorward.contract.event.TokenActivity.Use;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.test.stack.RunningStack;
import io.doorward.usage.Channel;
import io.doorward.usage.Events;
import io.doorward.usage.UsageStack;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@UsageStack
@Tag("T6")
class ActivityIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject AgroalDataSource database;

  private final UUID acme = UUID.randomUUID();
  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MICROS);
  private final Events gateway = new Events(acme, UUID.randomUUID(), "carol");
  private Channel channel;

  @BeforeEach
  void open() {
    channel = new Channel();
    channel.announce(gateway.token(), acme, "acme", "carol", 1);
  }

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  void theLastUseIsAnnouncedWithAddressAndClientAndWhatWasRefusedApart() {
    channel.send(gateway.answered(now.minusSeconds(60), 200));
    channel.send(gateway.answered(now.minusSeconds(30), 503));
    channel.send(gateway.refused(now.minusSeconds(10), 403, "insufficient_scope"));
    TokenActivity last = awaitAnnounced(now.minusSeconds(10));
    assertThat(last.organizationId()).isEqualTo(acme);
    assertThat(last.accepted()).isEqualTo(new Use(now.minusSeconds(30), "203.0.113.7", "curl/8"));
    assertThat(last.refused()).isEqualTo(new Use(now.minusSeconds(10), "203.0.113.7", "curl/8"));
  }

  @Test
  @Tag("KFK-2")
  void whatIsLateOrComesAgainChangesNothing() throws Exception {
    UsageEvent newest = gateway.answered(now, 200);
    channel.send(newest);
    awaitAnnounced(now);
    long revision = revision();
    channel.send(List.of(newest, gateway.answered(now.minusSeconds(5), 200), newest));
    UsageEvent newer = gateway.answered(now.plusSeconds(1), 200);
    channel.send(newer);
    awaitAnnounced(now.plusSeconds(1));
    assertThat(revision()).isEqualTo(revision + 1);
  }

  @Test
  void aTokenThatIsUsedAllTheTimeIsAnnouncedNowAndThen() throws Exception {
    List<UsageEvent> many =
        IntStream.range(0, 300).mapToObj(i -> gateway.answered(now.plusMillis(i), 200)).toList();
    for (UsageEvent each : many) {
      channel.send(each);
    }
    awaitAnnounced(now.plusMillis(299));
    List<Instant> claims = announced().stream().map(each -> each.accepted().at()).toList();
    // As many as there were intervals, whatever this machine takes for the sending of 300 events.
    assertThat(claims).hasSizeLessThan(30).doesNotHaveDuplicates();
  }

  @Test
  @Tag("TEN-1")
  void anEventThatNamesAnotherOrganizationChangesNothing() throws Exception {
    channel.send(gateway.answered(now.minusSeconds(60), 200));
    awaitAnnounced(now.minusSeconds(60));
    Events forger = new Events(UUID.randomUUID(), gateway.token(), "mallory");
    channel.send(forger.answered(now, 200));
    channel.send(gateway.refused(now.minusSeconds(30), 401, "invalid_token"));
    awaitAnnounced(now.minusSeconds(30));
    assertThat(announced()).allMatch(each -> each.organizationId().equals(acme));
    assertThat(announced().get(announced().size() - 1).accepted().at())
        .isEqualTo(now.minusSeconds(60));
  }

  @Test
  void ofTwoReplicasOneAnnouncesAndWhatItDidNotFinishIsAnnouncedLater() throws Exception {
    Announcements one = new Announcements(database);
    Announcements other = new Announcements(database);
    Instant later = now.plus(Duration.ofDays(1));
    UUID token = UUID.randomUUID();
    insertUnsent(token, later);
    // By a clock of its own, far ahead of the service's: nobody else claims the row.
    List<Announcements.Due> first = one.claim(later.plusSeconds(5), Duration.ofSeconds(5), 10_000);
    assertThat(of(token, first)).hasSize(1);
    assertThat(of(token, other.claim(later.plusSeconds(6), Duration.ofSeconds(5), 10_000)))
        .isEmpty();
    List<Announcements.Due> again =
        other.claim(later.plusSeconds(10), Duration.ofSeconds(5), 10_000);
    assertThat(of(token, again)).hasSize(1);
    other.sent(again);
    one.sent(first);
    assertThat(of(token, one.claim(later.plusSeconds(60), Duration.ofSeconds(5), 10_000)))
        .isEmpty();
  }

  @Test
  @Tag("G7")
  void whatHappensWhileKafkaOrPostgresIsGoneIsAnnouncedAfterwards() {
    channel.send(gateway.answered(now, 200));
    RunningStack.current().postgres().kill();
    RunningStack.current().postgres().start();
    awaitAnnounced(now);
  }

  private static List<Announcements.Due> of(UUID token, List<Announcements.Due> all) {
    return all.stream().filter(due -> due.activity().tokenId().equals(token)).toList();
  }

  private void insertUnsent(UUID token, Instant claimed) throws Exception {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into token_activity (token_id, organization_id, accepted_at, accepted_ip,"
                    + " revision, claimed_at)"
                    + " values (?, ?, now(), '192.0.2.1', 1, ?::timestamptz)")) {
      insert.setObject(1, token);
      insert.setObject(2, acme);
      insert.setString(3, claimed.toString());
      insert.executeUpdate();
    }
  }

  private long revision() throws Exception {
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement("select revision from token_activity where token_id = ?")) {
      query.setObject(1, gateway.token());
      try (ResultSet row = query.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getLong(1);
      }
    }
  }

  private TokenActivity awaitAnnounced(Instant at) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                announced().stream()
                    .anyMatch(
                        each ->
                            at.equals(time(each.accepted())) || at.equals(time(each.refused()))));
    List<TokenActivity> all = announced();
    return all.get(all.size() - 1);
  }

  private static Instant time(Use use) {
    return use == null ? null : use.at();
  }

  /** What was announced of the token, in order. */
  private List<TokenActivity> announced() {
    String key = gateway.token().toString();
    List<TopicPartition> partitions =
        IntStream.range(0, 3)
            .mapToObj(number -> new TopicPartition(Topics.TOKEN_ACTIVITY, number))
            .toList();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", RunningStack.current().kafka().bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<TokenActivity> found = new ArrayList<>();
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.key().equals(key)) {
            found.add(read(record.value()));
          }
        }
      }
      return found;
    }
  }

  private static TokenActivity read(byte[] value) {
    try {
      return ContractJson.read(value, TokenActivity.class);
    } catch (Exception e) {
      throw new AssertionError(new String(value, StandardCharsets.UTF_8), e);
    }
  }
}
