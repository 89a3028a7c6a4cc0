package io.doorward.stack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.stack.process.Ports;
import io.doorward.stack.secret.StackSecrets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("stack")
class EmbeddedPostgresIT {
  @TempDir static Path folder;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() {
    postgres =
        new EmbeddedPostgres(
            folder.resolve("pg"),
            folder.resolve("run"),
            folder.resolve("logs/postgres.log"),
            Ports.free(1).get(0),
            StackSecrets.in(folder.resolve("secrets")));
    postgres.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void rowsOutliveACrashAndAnOrderlyRestart() throws SQLException {
    execute("tokens_owner", "create table kept (n int)");
    execute("tokens_owner", "grant select, insert on kept to tokens_app");
    execute("tokens_app", "insert into kept values (1)");
    postgres.kill();
    postgres.start();
    execute("tokens_app", "insert into kept values (2)");
    postgres.restart();
    assertThat(number("tokens_app", "select sum(n) from kept")).isEqualTo(3);
  }

  @Test
  void theApplicationRoleMayNotChangeTables() {
    assertThatThrownBy(() -> execute("tokens_app", "create table mine (n int)"))
        .hasMessageContaining("permission denied");
  }

  @Test
  @Tag("OPS-1")
  void theApplicationRoleMayDoNothingThatNoMigrationGrants() throws SQLException {
    execute("tokens_owner", "create table ungranted (n int)");
    assertThatThrownBy(() -> number("tokens_app", "select count(*) from ungranted"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void aServiceSeesNothingOfAnothersSchema() throws SQLException {
    execute("usage_owner", "create table counted (n int)");
    assertThatThrownBy(() -> number("tokens_app", "select count(*) from usage.counted"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void listensOnLoopbackOnly() throws SQLException {
    try (Connection connection = postgres.connect("postgres");
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("show listen_addresses")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("127.0.0.1");
    }
  }

  private static void execute(String role, String statement) throws SQLException {
    try (Connection connection = postgres.connect(role);
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private static int number(String role, String query) throws SQLException {
    try (Connection connection = postgres.connect(role);
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getInt(1);
    }
  }
}
