package io.doorward.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.test.identity.DemoPeople;
import io.doorward.test.stack.RunningStack;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@UsageStack
@Tag("U1")
class IngestIT {
  /** Rows, distinct numbers, rollups and completeness tell the same, instance by instance. */
  private static final String DIFFERENCES =
      """
      (select g.id, g.name,
         (select count(*) from usage.request_log l where l.instance_id = g.id) as rows,
         (select count(distinct sequence) from usage.request_log l where l.instance_id = g.id)
           as numbers,
         (select sum(received) from usage.sequence_block b where b.instance_id = g.id) as received
       from usage.gateway_instance g) figures
      where rows <> numbers or rows <> received
      """;

  private final UUID acme = UUID.randomUUID();
  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MICROS);
  private final Instant from = now.minus(1, ChronoUnit.HOURS);
  private final Instant to = now.plus(10, ChronoUnit.MINUTES);
  private final Events gateway = new Events(acme, UUID.randomUUID(), "alice");
  private Channel channel;

  @BeforeEach
  void open() {
    channel = new Channel();
    channel.announce(gateway.token(), acme, "acme", "alice", 1);
  }

  @AfterEach
  void close() throws SQLException {
    channel.close();
    assertThat(count(DIFFERENCES)).isZero();
  }

  @Test
  @Tag("KFK-2")
  void repetitionsChangeNothing() {
    List<UsageEvent> events = gateway.answered(now, 200, 50);
    channel.send(events);
    channel.send(events.subList(10, 30));
    awaitRequests(50);
    channel.send(events);
    channel.send(gateway.answered(now, 200));
    awaitRequests(51);
  }

  @Test
  @Tag("KFK-2")
  void aReplayFromTheBeginningChangesNothing() throws SQLException {
    channel.send(gateway.answered(now, 200, 30));
    channel.send(gateway.answered(now.plus(Duration.ofDays(400)), 200));
    awaitRequests(31);
    long rows = count("usage.request_log");
    execute("update consumer_offset set next_offset = 0 where topic = 'usage-events'");
    channel.send(gateway.answered(now, 200));
    for (int partition = 0; partition < 24; partition++) {
      channel.send(new Events(acme, UUID.randomUUID(), "alice").answered(now, 200));
    }
    awaitRequests(32);
    await().untilAsserted(() -> assertThat(count("usage.request_log")).isEqualTo(rows + 25));
  }

  @Test
  @Tag("KFK-1")
  void whatCannotBeReadIsPutAsideAndReadingGoesOn() {
    String key = gateway.token().toString();
    UsageEvent good = gateway.answered(now, 200);
    String json = ContractJson.writeString(good);
    List<String> poison =
        List.of(
            "{",
            "\"\\ud800",
            "[]",
            "[".repeat(10_000),
            json.replace("\"schema\":1", "\"schema\":99"),
            json.replace("\"sequence\":0", "\"sequence\":1e400"),
            json.replace("\"status\":200", "\"status\":\"NaN\""));
    poison.forEach(each -> channel.sendRaw(Topics.USAGE_EVENTS, key, bytes(each)));
    channel.sendRaw(Topics.USAGE_EVENTS, key, new byte[] {(byte) 0xC3, (byte) 0x28});
    channel.sendRaw(Topics.USAGE_EVENTS, key, null);
    String long1Mb =
        json.replace("\"path\":\"/demo/hello\"", "\"path\":\"" + "x".repeat(900_000) + "\"");
    channel.sendRaw(Topics.USAGE_EVENTS, key, bytes(long1Mb));
    channel.send(gateway.answered(now, 200));
    awaitRequests(2);
    List<Channel.Letter> letters =
        channel.deadLetters(Topics.USAGE_EVENTS).stream()
            .filter(letter -> letter.key().equals(key))
            .toList();
    assertThat(letters).hasSize(poison.size() + 2).allMatch(letter -> !letter.reason().isEmpty());
    assertThat(letters)
        .extracting(Channel.Letter::reason)
        .contains("UsageEvent: unknown schema 99");
  }

  @Test
  @Tag("KFK-3")
  void lateOnesGoWhereTheyBelongAndFutureOnesAreCountedNow() {
    channel.send(gateway.answered(now.plus(Duration.ofDays(3_650)), 200));
    channel.send(gateway.answered(now.minus(Duration.ofDays(3)), 200));
    channel.send(gateway.answered(now, 200));
    awaitRequests(2);
    assertThat(Figures.requests(gateway.token(), now.minus(Duration.ofDays(4)), to)).isEqualTo(3);
  }

  @Test
  @Tag("RES-9")
  void withoutPostgresNothingIsLostAndItCatchesUp() {
    channel.send(gateway.answered(now, 200, 5));
    awaitRequests(5);
    RunningStack.current().postgres().kill();
    try {
      channel.send(gateway.answered(now, 200, 40));
      var answer =
          Figures.ofToken(DemoPeople.token("alice"), gateway.token(), from, to)
              .statusCode(503)
              .extract();
      assertThat(answer.jsonPath().getString("code")).isEqualTo("dependency_unavailable");
      assertThat(answer.header("Retry-After")).isNotBlank();
    } finally {
      RunningStack.current().postgres().start();
    }
    awaitRequests(45);
  }

  @Test
  @Tag("RES-9")
  void aRestartOfKafkaIsWaitedFor() {
    channel.send(gateway.answered(now, 200, 5));
    awaitRequests(5);
    RunningStack.current().kafka().kill();
    RunningStack.current().kafka().start();
    channel.send(gateway.answered(now, 200, 5));
    awaitRequests(10);
  }

  @Test
  @Tag("KFK-6")
  void connectionsCutUnderLoadCostNothingAndCountNothingTwice() throws SQLException {
    List<UsageEvent> sent = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      List<UsageEvent> events = gateway.answered(now, 200, 200);
      channel.send(events);
      sent.addAll(events);
      cutConnections();
    }
    awaitRequests(sent.size());
    assertThat(Figures.ofToken(gateway.token(), from, to).getLong("bytesOut"))
        .isEqualTo(100L * sent.size());
  }

  @Test
  @Tag("OPS-1")
  void theApplicationRoleChangesNoTable() throws SQLException {
    try (Connection app = RunningStack.current().postgres().connect("usage_app");
        Statement sql = app.createStatement()) {
      for (String statement :
          List.of(
              "create table usage.mine (id int)",
              "drop table usage.request_log",
              "delete from usage.request_log",
              "update usage.request_log set status = 200")) {
        assertThatThrownBy(() -> sql.execute(statement))
            .isInstanceOf(SQLException.class)
            .hasMessageMatching("(?s).*(permission denied|must be owner).*");
      }
    }
  }

  private void awaitRequests(long expected) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(Figures.requests(gateway.token(), from, to)).isEqualTo(expected));
  }

  private static void cutConnections() throws SQLException {
    try (Connection app = RunningStack.current().postgres().connect("usage_app");
        Statement sql = app.createStatement()) {
      sql.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where usename = current_user and pid <> pg_backend_pid()");
    }
  }

  private static void execute(String statement) throws SQLException {
    try (Connection owner = RunningStack.current().postgres().connect("usage_owner");
        Statement sql = owner.createStatement()) {
      sql.execute(statement);
    }
  }

  private static long count(String table) throws SQLException {
    try (Connection owner = RunningStack.current().postgres().connect("usage_owner");
        Statement sql = owner.createStatement();
        ResultSet row = sql.executeQuery("select count(*) from " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
