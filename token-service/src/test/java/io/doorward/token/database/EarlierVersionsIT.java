package io.doorward.token.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Databases beside the service's own, one after the other. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T1")
class EarlierVersionsIT {
  private static final String DATABASE = "earlier";

  /** Everything of the schema that a statement could notice. */
  private static final String SCHEMA =
      """
      SELECT concat('column ', a.attrelid::regclass, '.', a.attname, ' ',
                    format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, a.attidentity,
                    pg_get_expr(d.adbin, d.adrelid))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE c.relnamespace = 'tokens'::regnamespace AND c.relkind = 'r'
         AND a.attnum > 0 AND NOT a.attisdropped
      UNION ALL
      SELECT concat('relation ', c.relkind, c.relname, c.relacl, c.reloptions)
        FROM pg_class c WHERE c.relnamespace = 'tokens'::regnamespace
      UNION ALL
      SELECT concat('constraint ', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = 'tokens'::regnamespace
      UNION ALL
      SELECT concat('index ', indexdef) FROM pg_indexes WHERE schemaname = 'tokens'
      UNION ALL
      SELECT concat('trigger ', pg_get_triggerdef(t.oid))
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
       WHERE c.relnamespace = 'tokens'::regnamespace AND NOT t.tgisinternal
      UNION ALL
      SELECT concat('function ', p.proacl, pg_get_functiondef(p.oid))
        FROM pg_proc p WHERE p.pronamespace = 'tokens'::regnamespace
      ORDER BY 1
      """;

  @Test
  void everyEarlierVersionGrowsIntoTheNewestAndKeepsItsRows() throws SQLException {
    create();
    List<MigrationVersion> versions =
        Stream.of(flyway(MigrationVersion.LATEST).info().all())
            .map(MigrationInfo::getVersion)
            .toList();
    assertThat(versions).hasSizeGreaterThan(15);
    flyway(MigrationVersion.LATEST).migrate();
    List<String> newest = query(SCHEMA);
    for (MigrationVersion version : versions.subList(0, versions.size() - 1)) {
      create();
      flyway(version).migrate();
      Map<String, List<Map<String, Object>>> before;
      try (Connection owner = connect("tokens_owner", DATABASE)) {
        before = new EarlierRows(owner).insert();
      }
      flyway(MigrationVersion.LATEST).migrate();
      assertThat(query(SCHEMA)).as("schema from version %s", version).isEqualTo(newest);
      try (Connection owner = connect("tokens_owner", DATABASE)) {
        new EarlierRows(owner).assertKept(before, version);
      }
    }
  }

  @AfterEach
  void drop() throws SQLException {
    try (Connection superuser = connect("postgres", "postgres");
        Statement sql = superuser.createStatement()) {
      sql.execute("DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
    }
  }

  private void create() throws SQLException {
    drop();
    try (Connection superuser = connect("postgres", "postgres");
        Statement sql = superuser.createStatement()) {
      sql.execute("CREATE DATABASE " + DATABASE + " TEMPLATE template0");
    }
    try (Connection superuser = connect("postgres", DATABASE);
        Statement sql = superuser.createStatement()) {
      sql.execute("CREATE SCHEMA tokens AUTHORIZATION tokens_owner");
    }
  }

  private static Flyway flyway(MigrationVersion target) {
    return Flyway.configure()
        .dataSource(
            url(DATABASE), "tokens_owner", RunningStack.current().secrets().of("tokens_owner"))
        .schemas("tokens")
        .defaultSchema("tokens")
        .createSchemas(false)
        .locations("filesystem:src/main/resources/db/migration")
        .placeholders(Map.of("appRole", "tokens_app"))
        .target(target)
        .load();
  }

  private static List<String> query(String text) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection owner = connect("tokens_owner", DATABASE);
        Statement sql = owner.createStatement();
        ResultSet rows = sql.executeQuery(text)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static Connection connect(String role, String database) throws SQLException {
    return DriverManager.getConnection(
        url(database), role, RunningStack.current().secrets().of(role));
  }

  private static String url(String database) {
    return "jdbc:postgresql://127.0.0.1:"
        + RunningStack.current().postgres().port()
        + "/"
        + database;
  }
}
