package io.doorward.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.Answer;
import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job whose worker is killed in the middle. */
@ExtendWith(Suite.class)
@Tag("S5")
@Tag("LOG-3")
class JobCrashIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int TOKENS = 1000;

  private final RunningSuite suite;
  private final Api erin;

  JobCrashIT(RunningSuite suite) {
    this.suite = suite;
    this.erin = suite.as(DemoPerson.ERIN);
  }

  @Test
  void isDoneToTheEndAndEverythingInItOnce() throws SQLException {
    Answer me = erin.get("/api/v1/me");
    UUID organization = UUID.fromString(me.json().path("organization").path("id").asText());
    UUID last = fill(organization);
    String id;
    try (Connection other = database();
        Statement sql = other.createStatement()) {
      // Whoever holds the last token keeps the last batch waiting.
      other.setAutoCommit(false);
      sql.execute("SELECT 1 FROM tokens.token WHERE id = '" + last + "' FOR UPDATE");
      Answer accepted =
          erin.post(
              "/api/v1/token-jobs",
              """
              {"action": "revoke", "reason": "crash", "selection": {"filter": {"tag": "crash"}}}
              """);
      assertThat(accepted.status()).as(accepted.body()).isEqualTo(201);
      id = accepted.text("id");
      await().atMost(PATIENCE).until(() -> waiting() == 1);
      suite.stack().tokenService().kill();
      other.rollback();
    }
    long before = count("SELECT count(*) FROM tokens.token WHERE revocation_reason = 'crash'");
    assertThat(before).isPositive().isLessThan(TOKENS);
    suite.stack().tokenService().start();
    JsonNode job =
        await()
            .atMost(PATIENCE)
            .until(
                () -> erin.get("/api/v1/token-jobs/" + id).json(),
                shown -> shown.path("state").asText().equals("done"));
    assertThat(job.path("progress").path("changed").asInt()).isEqualTo(TOKENS);
    assertThat(
            count(
                "SELECT count(*) FROM tokens.token"
                    + " WHERE revocation_reason = 'crash' AND version = 2"))
        .isEqualTo(TOKENS);
    assertThat(
            count(
                "SELECT count(*) FROM tokens.audit_log WHERE action = 'token.revoked'"
                    + " AND evidence->>'job' = '"
                    + id
                    + "'"))
        .isEqualTo(TOKENS);
    assertThat(erin.get("/api/v1/audit/verify").json().path("intact").asBoolean()).isTrue();
  }

  /** Tokens of erin's; tells the one that a job comes to last. */
  private UUID fill(UUID organization) throws SQLException {
    try (Connection database = database();
        PreparedStatement fill =
            database.prepareStatement(
                """
                INSERT INTO tokens.token (id, organization_id, owner_kind, owner_id, created_by,
                    name, type, environment, lookup, prefix, last_four, scopes, created_at, version,
                    family_id, tags)
                SELECT id, ?, 'user', 'erin', 'erin', 'many', 'personal', 'live',
                       'p1.' || encode(sha256(id::text::bytea), 'hex'), 'dwp_live_', 'abcd',
                       '{demo:read}', now() - n * interval '1 second', 1, id, '{crash}'
                  FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, ?) AS n) AS many
                """)) {
      fill.setObject(1, organization);
      fill.setInt(2, TOKENS);
      fill.executeUpdate();
      try (Statement sql = database.createStatement();
          ResultSet oldest =
              sql.executeQuery(
                  "SELECT id FROM tokens.token WHERE '{crash}' = tags ORDER BY created_at LIMIT 1")) {
        oldest.next();
        return oldest.getObject(1, UUID.class);
      }
    }
  }

  private long waiting() throws SQLException {
    return count(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            + " AND query LIKE '%FROM tokens.token%FOR UPDATE%'");
  }

  private long count(String query) throws SQLException {
    try (Connection database = database();
        Statement sql = database.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private Connection database() throws SQLException {
    return suite.stack().postgres().connect("postgres");
  }
}
