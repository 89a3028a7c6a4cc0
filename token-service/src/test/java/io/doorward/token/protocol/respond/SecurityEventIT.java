package io.doorward.token.protocol.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.EventSignature;
import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.event.SecurityEvent.Response;
import io.doorward.contract.json.ContractJson;
import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.doorward.token.database.Database;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("X3")
class SecurityEventIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant AT = Instant.parse("2026-01-15T12:00:00Z");

  /** 290 that work, half of them for ever, and as many each that are revoked, rotated, expired. */
  private static final String TOKENS =
      """
      INSERT INTO tokens.token (id, organization_id, owner_kind, owner_id, created_by, name, type,
          environment, lookup, prefix, last_four, scopes, created_at, version, family_id,
          expires_at, revoked_at, revoked_by, rotated_at, overlap_until)
      SELECT id, '%s', 'user', 'nuno', 'nuno', 'one of many', 'personal', 'live',
             'p1.' || encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), 'dwp_live_', 'abcd',
             '{read}', now() - interval '2 days', 1, id,
             CASE WHEN n %% 4 = 1 THEN now() - interval '1 day'
                  WHEN n %% 8 = 0 THEN now() + interval '1 day' END,
             CASE WHEN n %% 4 = 2 THEN now() END, CASE WHEN n %% 4 = 2 THEN 'nuno' END,
             CASE WHEN n %% 4 = 3 THEN now() END, CASE WHEN n %% 4 = 3 THEN now() END
        FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, 1160) n) t
      """;

  @Inject Database database;
  private KafkaProducer<String, byte[]> producer;
  private PrivateKey key;

  @BeforeEach
  void open() throws Exception {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", RunningStack.current().kafka().bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer());
    String pem = Files.readString(RunningStack.current().secrets().monitorSigningKey());
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  @AfterEach
  void close() {
    producer.close();
  }

  @Test
  @Tag("DET-1")
  void aSignedEventSuspendsWithReasonAndEvidenceAndAPersonFreesTheToken() throws Exception {
    Api owner = Api.as("nina", "suspended-once", "owner");
    JsonPath token = owner.create("noisy", "demo:read");
    SecurityEvent event = event(owner, token, Response.SUSPEND);
    send(event, key);
    awaitOutcome(event, "suspended");
    String path = "/api/v1/tokens/" + token.getString("id");
    owner
        .get(path)
        .then()
        .body("status", equalTo("suspended"))
        .body("suspension.by", equalTo("security-monitor"))
        .body("suspension.reason", equalTo(event.summary()));
    Map<String, Object> audit =
        Rows.query(
                "SELECT actor_kind, evidence::text AS evidence FROM tokens.audit_log"
                    + " WHERE target_id = ? AND action = 'token.suspended'",
                token.getString("id"))
            .get(0);
    assertThat(audit.get("actor_kind")).isEqualTo("service");
    assertThat(audit.get("evidence").toString())
        .contains("refusal_burst", "60", event.id().toString());
    owner.post(path + "/reactivate").then().statusCode(200).body("status", equalTo("active"));
  }

  @Test
  @Tag("DET-1")
  void whoeverSuspendsATokenForAMomentDoesNotKeepTheServiceFromIt() throws Exception {
    Api owner = Api.as("nadia", "sheltered", "owner");
    JsonPath token = owner.create("noisy", "demo:read");
    String path = "/api/v1/tokens/" + token.getString("id");
    owner
        .post(path + "/suspend", "{\"reason\":\"hiding\",\"until\":\"9000-01-01T00:00:00Z\"}")
        .then()
        .statusCode(200);
    SecurityEvent event = event(owner, token, Response.SUSPEND);
    send(event, key);
    awaitOutcome(event, "suspended");
    owner
        .get(path)
        .then()
        .body("suspension.by", equalTo("security-monitor"))
        .body("suspension.until", nullValue());
  }

  @Test
  @Tag("KFK-2")
  void aPersonWhoActsOnTheTokenMeanwhileDoesNotLockTheEventOut() throws Exception {
    Api owner = Api.as("nuri", "crossing", "owner");
    JsonPath token = owner.create("noisy", "demo:read");
    SecurityEvent event = event(owner, token, Response.SUSPEND);
    try (Connection person = RunningStack.current().postgres().connect("tokens_app");
        Statement sql = person.createStatement()) {
      person.setAutoCommit(false);
      sql.execute(
          "SELECT 1 FROM tokens.token WHERE id = '%s' FOR UPDATE".formatted(event.tokenId()));
      send(event, key);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  Rows.count(
                          "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                              + " AND query LIKE '%tokens.token%FOR UPDATE%'")
                      == 1);
      sql.execute(
          """
          INSERT INTO tokens.audit_log
            (organization_id, at, actor_kind, actor_id, action, target_kind, target_id, request_id)
          VALUES ('%s', now(), 'user', 'nuri', 'token.seen', 'token', '%s', 'crossing')
          """
              .formatted(event.organizationId(), event.tokenId()));
      person.commit();
    }
    awaitOutcome(event, "suspended");
  }

  @Test
  @Tag("KFK-2")
  void aRepeatedEventCountsOnce() throws Exception {
    Api owner = Api.as("noel", "suspended-twice", "owner");
    JsonPath token = owner.create("noisy", "demo:read");
    SecurityEvent event = event(owner, token, Response.SUSPEND);
    send(event, key);
    awaitOutcome(event, "suspended");
    owner.post("/api/v1/tokens/" + token.getString("id") + "/reactivate").then().statusCode(200);
    send(event, key);
    SecurityEvent later = event(owner, token, Response.OBSERVE);
    send(later, key);
    awaitOutcome(later, "noted");
    owner
        .get("/api/v1/tokens/" + token.getString("id"))
        .then()
        .body("status", equalTo("active"))
        .body("version", equalTo(3));
  }

  @Test
  @Tag("KFK-5")
  void aForgedEventSuspendsNothingAndBecomesADeadLetter() throws Exception {
    Api owner = Api.as("nora", "forged", "owner");
    JsonPath token = owner.create("innocent", "demo:read");
    SecurityEvent event = event(owner, token, Response.SUSPEND);
    PrivateKey another = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
    send(event, another);
    assertThat(deadLetter(ContractJson.write(event))).contains("signature");
    byte[] unsigned = ContractJson.write(event(owner, token, Response.SUSPEND));
    send(token.getString("id"), unsigned, null);
    assertThat(deadLetter(unsigned)).contains("not signed");
    owner.get("/api/v1/tokens/" + token.getString("id")).then().body("status", equalTo("active"));
  }

  @Test
  @Tag("KFK-1")
  void whatCannotBeReadBecomesADeadLetterAndTheNextIsDealtWith() throws Exception {
    Api owner = Api.as("nick", "poison", "owner");
    JsonPath token = owner.create("fine", "demo:read");
    SecurityEvent zero =
        new SecurityEvent(
            1,
            UUID.randomUUID(),
            AT,
            "rule",
            id(token, "id"),
            id(owner.me(), "organization.id"),
            1,
            Response.SUSPEND,
            "a zero \u0000 character",
            new TreeMap<>());
    List<byte[]> poison =
        List.of(
            "not JSON".getBytes(StandardCharsets.UTF_8),
            new byte[] {(byte) 0xff, (byte) 0xfe, 0},
            "{}".getBytes(StandardCharsets.UTF_8),
            "null".getBytes(StandardCharsets.UTF_8),
            "[".repeat(10_000).getBytes(StandardCharsets.UTF_8),
            ContractJson.write(zero));
    for (byte[] value : poison) {
      send(token.getString("id"), value, EventSignature.sign(value, key));
    }
    SecurityEvent event = event(owner, token, Response.SUSPEND);
    send(event, key);
    awaitOutcome(event, "suspended");
    for (byte[] value : poison) {
      assertThat(deadLetter(value)).isNotBlank();
    }
  }

  @Test
  @Tag("KFK-5")
  void theBudgetOfTheHourHolds() throws Exception {
    Api owner = Api.as("nils", "budget", "owner");
    List<SecurityEvent> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      SecurityEvent event = event(owner, owner.create("t" + i, "demo:read"), Response.SUSPEND);
      events.add(event);
      send(event, key);
    }
    await().atMost(PATIENCE).until(() -> events.stream().allMatch(event -> outcome(event) != null));
    assertThat(events.stream().filter(event -> "suspended".equals(outcome(event)))).hasSize(3);
    assertThat(events.stream().filter(event -> "over_budget".equals(outcome(event)))).hasSize(2);
    assertThat(
            Rows.count(
                "SELECT count(*) FROM tokens.audit_log WHERE organization_id = ?"
                    + " AND action = 'token.suspension_withheld'",
                events.get(0).organizationId()))
        .isEqualTo(2);
  }

  /** 290 that still work: 2 per cent are 5; the revoked, rotated and expired ones do not count. */
  @Test
  @Tag("KFK-5")
  void aLargeOrganizationHasAShareOfItsActiveTokens() throws Exception {
    Api owner = Api.as("nuno", "budget-share", "owner");
    Rows.run("tokens_owner", TOKENS.formatted(owner.me().getString("organization.id")));
    List<SecurityEvent> events = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      SecurityEvent event = event(owner, owner.create("t" + i, "demo:read"), Response.SUSPEND);
      events.add(event);
    }
    for (SecurityEvent event : events) {
      send(event, key);
    }
    await().atMost(PATIENCE).until(() -> events.stream().allMatch(event -> outcome(event) != null));
    assertThat(events.stream().filter(event -> "suspended".equals(outcome(event)))).hasSize(5);
    assertThat(events.stream().filter(event -> "over_budget".equals(outcome(event)))).hasSize(2);
  }

  /** Nothing that grows with an organization decides whether its event can be dealt with. */
  @Test
  @Tag("S5")
  void noMoreTokensAreCountedThanItTakesToKnow() throws Exception {
    String organization = Api.as("nuria", "budget-plan", "owner").me().getString("organization.id");
    Rows.run("tokens_owner", TOKENS.formatted(organization));
    Rows.run("tokens_owner", "VACUUM (ANALYZE) tokens.token");
    String plan =
        database
            .connection(
                sql ->
                    sql.preparedQuery("EXPLAIN (ANALYZE, TIMING off) " + BudgetStore.ACTIVE)
                        .execute(
                            Tuple.of(
                                UUID.fromString(organization), AT.atOffset(ZoneOffset.UTC), 20L)))
            .map(
                rows ->
                    StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.joining("\n")))
            .await()
            .atMost(PATIENCE);
    assertThat(plan).contains("token_in_force").doesNotContain("Seq Scan");
    assertThat(plan).doesNotContainPattern("actual rows=(2[1-9]|[3-9][0-9]|[0-9]{3,})");
  }

  @Test
  @Tag("G7")
  void anEventWaitsForADatabaseThatIsGone() throws Exception {
    Api owner = Api.as("nell", "waiting", "owner");
    SecurityEvent event = event(owner, owner.create("noisy", "demo:read"), Response.SUSPEND);
    RunningStack.current().postgres().kill();
    try {
      send(event, key);
    } finally {
      RunningStack.current().postgres().start();
    }
    awaitOutcome(event, "suspended");
  }

  @Test
  @Tag("TEN-1")
  void anEventThatNamesAnotherOrganizationDoesNothing() throws Exception {
    Api owner = Api.as("nova", "victim", "owner");
    JsonPath token = owner.create("mine", "demo:read");
    SecurityEvent event = event(Api.as("erin"), token, Response.SUSPEND);
    send(event, key);
    awaitOutcome(event, "unknown_token");
    owner.get("/api/v1/tokens/" + token.getString("id")).then().body("status", equalTo("active"));
  }

  private static SecurityEvent event(Api owner, JsonPath token, Response response) {
    return new SecurityEvent(
        SecurityEvent.SCHEMA,
        UUID.randomUUID(),
        AT,
        "refusal_burst",
        id(token, "id"),
        id(owner.me(), "organization.id"),
        90,
        response,
        "60 refusals in 10 seconds",
        new TreeMap<>(Map.of("refusals", "60")));
  }

  private static UUID id(JsonPath json, String path) {
    return UUID.fromString(json.getString(path));
  }

  private void send(SecurityEvent event, PrivateKey signer) throws Exception {
    byte[] value = ContractJson.write(event);
    send(event.tokenId().toString(), value, EventSignature.sign(value, signer));
  }

  private void send(String recordKey, byte[] value, String signature) throws Exception {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topics.SECURITY_EVENTS, recordKey, value);
    if (signature != null) {
      record.headers().add(Headers.SIGNATURE, signature.getBytes(StandardCharsets.US_ASCII));
    }
    producer.send(record).get();
  }

  private static void awaitOutcome(SecurityEvent event, String outcome) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(outcome(event)).isEqualTo(outcome));
  }

  private static String outcome(SecurityEvent event) {
    List<Map<String, Object>> rows =
        Rows.query("SELECT outcome FROM tokens.security_event WHERE id = ?", event.id());
    return rows.isEmpty() ? null : rows.get(0).get("outcome").toString();
  }

  /** The reason on the dead letter with this value; waits until it is there. */
  private static String deadLetter(byte[] value) {
    TopicPartition partition = new TopicPartition(Topics.deadLettersOf(Topics.SECURITY_EVENTS), 0);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", RunningStack.current().kafka().bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return await()
          .atMost(PATIENCE)
          .until(
              () -> {
                for (ConsumerRecord<String, byte[]> letter :
                    consumer.poll(Duration.ofMillis(100))) {
                  if (Arrays.equals(letter.value(), value)) {
                    assertThat(letter.headers().lastHeader(Headers.DEAD_LETTER_ORIGIN).value())
                        .asString(StandardCharsets.UTF_8)
                        .startsWith(Topics.SECURITY_EVENTS + "/");
                    return new String(
                        letter.headers().lastHeader(Headers.DEAD_LETTER_REASON).value(),
                        StandardCharsets.UTF_8);
                  }
                }
                return null;
              },
              reason -> reason != null);
    }
  }
}
