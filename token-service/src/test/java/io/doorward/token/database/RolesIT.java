package io.doorward.token.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("OPS-1")
class RolesIT {
  @Inject Database database;

  @Test
  @Tag("RES-1")
  void theServerItselfEndsAStatementThatTakesTooLong() {
    String limit =
        database
            .connection(sql -> sql.query("SHOW statement_timeout").execute())
            .map(rows -> rows.iterator().next().getString(0))
            .await()
            .atMost(Duration.ofSeconds(10));
    assertThat(limit).isEqualTo("5s");
  }

  @ParameterizedTest
  @Tag("LOG-3")
  @Tag("X4")
  @ValueSource(
      strings = {
        "UPDATE tokens.audit_log SET reason = 'never happened'",
        "DELETE FROM tokens.audit_log",
        "TRUNCATE tokens.audit_log",
        "INSERT INTO tokens.audit_link VALUES (gen_random_uuid(), 1, 1, sha256(''))",
        "UPDATE tokens.audit_link SET hash = sha256('')",
        "DELETE FROM tokens.audit_link",
        "UPDATE tokens.audit_head SET seq = 0",
        "DELETE FROM tokens.audit_head",
        "SELECT tokens.audit_link_entry(a) FROM tokens.audit_log a",
        "DELETE FROM tokens.token",
        "DELETE FROM tokens.member",
        "DELETE FROM tokens.security_event",
        "UPDATE tokens.security_event SET outcome = 'noted'",
        "UPDATE tokens.rotation SET by_id = 'nobody'",
        "DELETE FROM tokens.rotation",
        "UPDATE tokens.sealed_reply SET caller = 'nobody'",
        "DELETE FROM tokens.barrier",
        "UPDATE tokens.barrier SET not_before = now()",
        "DELETE FROM tokens.operator_decision",
        "UPDATE tokens.operator_decision SET enabled = true",
        "UPDATE tokens.agent_execution_total SET running = 0",
        "UPDATE tokens.plan SET per_day = 1",
        "DELETE FROM tokens.flyway_schema_history",
        "SELECT * FROM tokens.flyway_schema_history",
        "CREATE TABLE tokens.mine (id int)",
        "DROP TABLE tokens.token",
        "ALTER TABLE tokens.audit_log DISABLE TRIGGER ALL",
        "ALTER ROLE tokens_app SUPERUSER",
        "CREATE SCHEMA mine"
      })
  void theServicesRoleMayNot(String statement) {
    Api.as("alice").create("leaves a row", "demo:read");
    assertThatThrownBy(() -> Rows.run("tokens_app", statement))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("42501"));
  }
}
