package io.doorward.token.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.flywaydb.core.api.MigrationVersion;

/** Rows such as a service of some version would have left, as far as that version had tables. */
final class EarlierRows {
  private static final String ORGANIZATION = "0a0a0a0a-0000-4000-8000-000000000001";
  private static final String ACCOUNT = "0a0a0a0a-0000-4000-8000-000000000002";
  private static final String THEN = "2026-01-01T00:00:00Z";

  private final Connection owner;

  EarlierRows(Connection owner) {
    this.owner = owner;
  }

  /** Inserts them, and gives back all columns of each, by table. */
  Map<String, List<Map<String, Object>>> insert() throws SQLException {
    for (Map.Entry<String, Map<String, String>> row : rows()) {
      insert(row.getKey(), row.getValue());
    }
    Map<String, List<Map<String, Object>>> inserted = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, String>> row : rows()) {
      inserted.put(row.getKey(), read(row.getKey()));
    }
    return inserted;
  }

  /** Whatever a later version added to them, what they had they have. */
  void assertKept(Map<String, List<Map<String, Object>>> before, MigrationVersion from)
      throws SQLException {
    for (Map.Entry<String, List<Map<String, Object>>> table : before.entrySet()) {
      List<Map<String, Object>> after = read(table.getKey());
      List<String> columns = columns(table.getKey());
      assertThat(after).as(table.getKey() + " from " + from).hasSameSizeAs(table.getValue());
      for (int i = 0; i < after.size(); i++) {
        Map<String, Object> kept = new LinkedHashMap<>(table.getValue().get(i));
        kept.keySet().retainAll(columns);
        assertThat(after.get(i)).as(table.getKey() + " from " + from).containsAllEntriesOf(kept);
      }
    }
  }

  private static List<Map.Entry<String, Map<String, String>>> rows() {
    List<Map.Entry<String, Map<String, String>>> rows = new ArrayList<>();
    rows.add(
        Map.entry(
            "organization",
            Map.of("id", ORGANIZATION, "slug", "early", "name", "Early", "created_at", THEN)));
    rows.add(
        Map.entry(
            "member",
            Map.of(
                "organization_id",
                ORGANIZATION,
                "subject",
                "ann",
                "role",
                "owner",
                "created_at",
                THEN)));
    rows.add(
        Map.entry("policy", Map.of("organization_id", ORGANIZATION, "max_tokens_per_user", "7")));
    rows.add(
        Map.entry(
            "service_account",
            Map.of(
                "id", ACCOUNT,
                "organization_id", ORGANIZATION,
                "name", "robot",
                "description", "",
                "role", "member",
                "created_by", "ann",
                "created_at", THEN,
                "disabled_at", THEN,
                "disabled_by", "ann")));
    rows.add(Map.entry("token", token("plain", "user", "ann", Map.of())));
    rows.add(Map.entry("token", token("over", "user", "ann", Map.of("expires_at", THEN))));
    rows.add(
        Map.entry(
            "token",
            token("gone", "user", "ann", Map.of("revoked_at", THEN, "revoked_by", "ann"))));
    rows.add(
        Map.entry(
            "token",
            token(
                "aside",
                "user",
                "ann",
                Map.of("suspended_at", THEN, "suspended_by", "ann", "suspension_reason", "odd"))));
    rows.add(Map.entry("token", token("robot's", "service_account", ACCOUNT, Map.of())));
    rows.add(
        Map.entry(
            "audit_log",
            Map.of(
                "organization_id", ORGANIZATION,
                "at", THEN,
                "actor_kind", "user",
                "actor_id", "ann",
                "action", "token.created",
                "target_kind", "token",
                "target_id", id("plain"),
                "request_id", "r")));
    rows.add(
        Map.entry(
            "outbox",
            Map.of(
                "event_id",
                id("event"),
                "token_id",
                id("plain"),
                "type",
                "created",
                "at",
                THEN,
                "snapshot",
                "{}")));
    return rows;
  }

  private static Map<String, String> token(
      String name, String ownerKind, String ownerId, Map<String, String> more) {
    Map<String, String> token = new LinkedHashMap<>(more);
    token.put("id", id(name));
    token.put("organization_id", ORGANIZATION);
    token.put("owner_kind", ownerKind);
    token.put("owner_id", ownerId);
    token.put("created_by", "ann");
    token.put("name", name);
    token.put("type", "personal");
    token.put("environment", "live");
    token.put("lookup", "p1." + id(name).replace("-", "").repeat(2));
    token.put("prefix", "dwp_live_");
    token.put("last_four", "abcd");
    token.put("scopes", "{read}");
    token.put("created_at", THEN);
    token.put("version", "1");
    token.put("family_id", id(name));
    token.put("tags", "{early}");
    return token;
  }

  private static String id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void insert(String table, Map<String, String> values) throws SQLException {
    List<String> columns = columns(table).stream().filter(values::containsKey).toList();
    if (columns.isEmpty()) {
      return;
    }
    try (Statement sql = owner.createStatement()) {
      sql.execute(
          columns.stream()
              .map(column -> "'" + values.get(column).replace("'", "''") + "'")
              .collect(
                  Collectors.joining(
                      ", ",
                      "INSERT INTO tokens."
                          + table
                          + " ("
                          + String.join(", ", columns)
                          + ") VALUES (",
                      ")")));
    }
  }

  private List<String> columns(String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Statement sql = owner.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT column_name FROM information_schema.columns"
                    + " WHERE table_schema = 'tokens' AND table_name = '"
                    + table
                    + "' ORDER BY 1")) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    }
    return columns;
  }

  private List<Map<String, Object>> read(String table) throws SQLException {
    List<Map<String, Object>> found = new ArrayList<>();
    if (columns(table).isEmpty()) {
      return found;
    }
    try (Statement sql = owner.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT to_jsonb(t)::text FROM tokens." + table + " t ORDER BY " + order(table))) {
      while (rows.next()) {
        found.add(new JsonObject(rows.getString(1)).getMap());
      }
    }
    return found;
  }

  /** The same before and after. */
  private static String order(String table) {
    return switch (table) {
      case "member" -> "subject";
      case "policy" -> "organization_id";
      default -> "id";
    };
  }
}
