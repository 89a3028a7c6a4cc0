package io.doorward.system.secrecy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.TokenFormat;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.NewToken;
import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Uses tokens well and badly, then reads every log line, table, topic, Redis write and spooled byte
 * of the run for anything that is a whole token.
 */
@ExtendWith(Suite.class)
@Tag("STO-3")
@Tag("STO-2")
@Tag("STO-1")
class NoTokenAnywhereIT {
  private static final TokenFormat FORMAT = TokenFormat.standard();

  private final RunningSuite suite;
  private final List<String> findings = new ArrayList<>();
  private long read;

  NoTokenAnywhereIT(RunningSuite suite) {
    this.suite = suite;
  }

  @Test
  void noLogTableTopicOrKeyHoldsAWholeToken() throws Exception {
    Api alice = suite.as(DemoPerson.ALICE);
    NewToken token = alice.createToken("well used", "demo:read");
    misuse(suite.gateway(0), token.token());
    String id = token.id();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                alice.get("/api/v1/tokens/" + id + "/usage").json().path("requests").asInt() >= 2);
    for (String path : List.of("/api/v1/tokens/" + id, "/api/v1/tokens?limit=100")) {
      look("GET " + path, alice.get(path).body());
    }

    files(suite.stack().state().root());
    tables();
    topics();

    assertThat(read).as("characters read").isGreaterThan(100_000);
    assertThat(findings).isEmpty();
  }

  /** Good and bad uses, with the token in every place where people put it. */
  private static void misuse(Api gateway, String token) {
    Api caller = gateway.with(token);
    assertThat(caller.get("/demo/hello").status()).isEqualTo(200);
    assertThat(caller.post("/demo/items", "{}").status()).isEqualTo(403);
    Map<String, String> headers = new HashMap<>();
    headers.put("X-API-Key", token);
    headers.put("User-Agent", token);
    headers.put("X-Request-Id", token);
    headers.put("Referer", "https://example.test/?key=" + token);
    gateway.send("GET", "/demo/hello", null, headers);
    gateway.get("/demo/hello?access_token=" + token);
    gateway.get("/demo/" + token);
    gateway.get("/" + token + "?q=" + token);
    gateway.post("/api/v1/tokens", "{\"name\":\"" + token + "\",\"scopes\":[]}");
    caller.send("GET", "/api/v1/tokens/" + token, null, Map.of());
  }

  private void files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String relative = root.relativize(file).toString();
        // PostgreSQL and Kafka are read through their own protocols below.
        if (!relative.startsWith("pg/") && !relative.startsWith("kafka/")) {
          look(relative, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
  }

  private void tables() throws SQLException {
    try (Connection database = suite.stack().postgres().connect("postgres")) {
      List<String> tables = new ArrayList<>();
      try (Statement sql = database.createStatement();
          ResultSet rows =
              sql.executeQuery(
                  "select format('%I.%I', schemaname, tablename) from pg_tables"
                      + " where schemaname in ('tokens', 'usage')")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      assertThat(tables).hasSizeGreaterThan(5);
      for (String table : tables) {
        try (Statement sql = database.createStatement();
            ResultSet rows = sql.executeQuery("select row(t.*)::text from " + table + " t")) {
          while (rows.next()) {
            look(table, rows.getString(1));
          }
        }
      }
    }
  }

  private void topics() throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", suite.stack().kafka().bootstrapServers());
    List<TopicPartition> partitions = new ArrayList<>();
    try (Admin admin = Admin.create(settings)) {
      admin
          .describeTopics(admin.listTopics().names().get())
          .allTopicNames()
          .get()
          .values()
          .forEach(
              topic ->
                  topic
                      .partitions()
                      .forEach(
                          p -> partitions.add(new TopicPartition(topic.name(), p.partition()))));
    }
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMillis(200))) {
          String where = "topic " + entry.topic();
          look(where, text(entry.key()) + text(entry.value()));
          entry.headers().forEach(header -> look(where, header.key() + text(header.value())));
        }
      }
    }
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void look(String where, String content) {
    read += content.length();
    Matcher candidate = FORMAT.pattern().matcher(content);
    while (candidate.find()) {
      if (FORMAT.parse(candidate.group()) instanceof ParsedToken.WellFormed) {
        findings.add(where + ": …" + context(content, candidate) + "…");
      }
    }
  }

  /** What stands around a find, without the find. */
  private static String context(String content, Matcher find) {
    return content.substring(Math.max(0, find.start() - 60), find.start())
        + "<token>"
        + content.substring(find.end(), Math.min(content.length(), find.end() + 20));
  }
}
