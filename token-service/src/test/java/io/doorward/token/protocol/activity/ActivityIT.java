package io.doorward.token.protocol.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.doorward.contract.channel.Topics;
import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.doorward.token.support.Snapshots;
import io.doorward.token.support.Uses;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
@WithTestResource(StackResource.class)
@Tag("T6")
class ActivityIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  private final Api alice = Api.as("alice");
  private String acme;
  private Uses uses;

  @BeforeEach
  void open() {
    acme = alice.me().getString("organization.id");
    uses = new Uses();
  }

  @AfterEach
  void close() {
    uses.close();
  }

  @Test
  void theLastUseIsShownAndTheTokenDoesNotChangeByIt() {
    JsonPath token = alice.create("lastuseshown", "demo:read");
    String id = token.getString("id");
    alice.get(path(id)).then().body("lastUsed", nullValue());
    String before = Rows.fingerprint();
    uses.accepted(id, acme, now);
    awaitUsed(id, now);
    alice
        .get(path(id))
        .then()
        .body("lastUsed.ip", equalTo("192.0.2.44"))
        .body("lastUsed.userAgent", equalTo("deployer/2.1"))
        .body("version", equalTo(1));
    alice
        .get("/api/v1/tokens?q=lastuseshown&limit=1")
        .then()
        .body("items[0].lastUsed.at", equalTo(now.toString()));
    assertThat(Rows.fingerprint()).isEqualTo(before);
    assertThat(Snapshots.version(id)).isEqualTo(1);
  }

  @Test
  @Tag("KFK-2")
  void newerUsesWinInAnyOrderAndRefusedOnesAreNoUse() {
    String id = alice.create("disorder", "demo:read").getString("id");
    uses.accepted(id, acme, now);
    uses.accepted(id, acme, now.minusSeconds(60));
    uses.refused(id, acme, now.plusSeconds(1));
    uses.accepted(id, acme, now);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Rows.count(
                        "SELECT count(*) FROM tokens.token_activity WHERE token_id = ?"
                            + " AND refused_at IS NOT NULL",
                        UUID.fromString(id))
                    == 1);
    alice.get(path(id)).then().body("lastUsed.at", equalTo(now.toString()));
  }

  @Test
  @Tag("TEN-1")
  void whatNamesAnotherOrganizationOrNoTokenIsPassedOver() {
    String id = alice.create("mine", "demo:read").getString("id");
    String globex = Api.as("erin").me().getString("organization.id");
    uses.accepted(id, globex, now.plusSeconds(30));
    uses.accepted(UUID.randomUUID().toString(), acme, now);
    uses.accepted(id, acme, now);
    awaitUsed(id, now);
    alice.get(path(id)).then().body("lastUsed.at", equalTo(now.toString()));
  }

  @Test
  @Tag("KFK-1")
  void whatCannotBeReadBecomesADeadLetterAndTheNextIsEntered() {
    String id = alice.create("poisoned", "demo:read").getString("id");
    String use =
        "{\"schema\":1,\"tokenId\":\"%s\",\"organizationId\":\"%s\",\"accepted\":%s}"
            .formatted(id, acme, "{\"at\":\"%s\",\"ip\":\"192.0.2.1\",\"userAgent\":\"%s\"}");
    List<String> poison =
        List.of(
            "not JSON",
            "{}",
            "null",
            "[".repeat(10_000),
            use.formatted("9000-01-01T00:00:00Z", "from the future"),
            use.formatted("1000-01-01T00:00:00Z", "too old"),
            "{\"schema\":99,\"tokenId\":\"%s\",\"organizationId\":\"%s\"}".formatted(id, acme));
    poison.forEach(each -> uses.raw(id, each.getBytes(StandardCharsets.UTF_8)));
    uses.raw(id, use.formatted(now, "a zero \\u0000 character").getBytes(StandardCharsets.UTF_8));
    awaitUsed(id, now);
    assertThat(deadLetters(poison)).isEqualTo(poison.size());
  }

  @Test
  void aTokenThatSomebodyIsChangingDoesNotKeepItsUsesWaitingNorTheOtherWayRound() throws Exception {
    String id = alice.create("locked", "demo:read").getString("id");
    try (Connection person = RunningStack.current().postgres().connect("tokens_app");
        Statement sql = person.createStatement()) {
      person.setAutoCommit(false);
      sql.execute("SELECT 1 FROM tokens.token WHERE id = '%s' FOR UPDATE".formatted(id));
      uses.accepted(id, acme, now);
      awaitUsed(id, now);
      person.rollback();
    }
  }

  @Test
  @Tag("G7")
  void usesWaitForADatabaseThatIsGone() {
    String id = alice.create("waiting", "demo:read").getString("id");
    RunningStack.current().postgres().kill();
    try {
      uses.accepted(id, acme, now);
    } finally {
      RunningStack.current().postgres().start();
    }
    awaitUsed(id, now);
  }

  private static String path(String id) {
    return "/api/v1/tokens/" + id;
  }

  private void awaitUsed(String id, Instant at) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> alice.get(path(id)).then().body("lastUsed.at", equalTo(at.toString())));
  }

  /** How many of the values are dead letters. */
  private static long deadLetters(List<String> values) {
    TopicPartition partition = new TopicPartition(Topics.deadLettersOf(Topics.TOKEN_ACTIVITY), 0);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", RunningStack.current().kafka().bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      long found = 0;
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
          found +=
              values.stream()
                  .filter(
                      each -> Arrays.equals(each.getBytes(StandardCharsets.UTF_8), letter.value()))
                  .count();
        }
      }
      return found;
    }
  }
}
