package io.doorward.stack.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Creates what is missing of database, roles and schemas; harmless when all is there. What an app
 * role may do with a table, the table's migration says.
 */
final class DatabaseSetup {
  private final DatabasePasswords passwords;

  DatabaseSetup(DatabasePasswords passwords) {
    this.passwords = passwords;
  }

  /** On a connection to the maintenance database. */
  void createDatabase(Connection maintenance) throws SQLException {
    try (Statement sql = maintenance.createStatement()) {
      if (!exists(sql, "select 1 from pg_database where datname = 'doorward'")) {
        sql.execute("create database doorward encoding 'UTF8' locale 'C' template template0");
      }
      sql.execute("revoke all on database doorward from public");
    }
  }

  /** On a connection to the database itself. */
  void createSchemas(Connection doorward) throws SQLException {
    try (Statement sql = doorward.createStatement()) {
      sql.execute("revoke all on schema public from public");
      for (DatabaseSchema schema : DatabaseSchema.values()) {
        role(sql, schema.ownerRole());
        role(sql, schema.appRole());
        for (String statement : grants(schema)) {
          sql.execute(statement);
        }
      }
    }
  }

  private void role(Statement sql, String role) throws SQLException {
    if (!exists(sql, "select 1 from pg_roles where rolname = '" + role + "'")) {
      sql.execute("create role " + role + " login nosuperuser nocreatedb nocreaterole");
    }
    sql.execute("alter role " + role + " password '" + passwords.of(role) + "'");
  }

  private static List<String> grants(DatabaseSchema s) {
    String schema = "\"" + s.schema() + "\"";
    String owner = s.ownerRole();
    String app = s.appRole();
    return List.of(
        "grant connect on database doorward to " + owner + ", " + app,
        "create schema if not exists " + schema + " authorization " + owner,
        "grant usage on schema " + schema + " to " + app,
        "alter role " + owner + " in database doorward set search_path = " + schema,
        "alter role " + app + " in database doorward set search_path = " + schema);
  }

  private static boolean exists(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      return row.next();
    }
  }
}
