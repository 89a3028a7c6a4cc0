package io.doorward.token.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T1")
class MigrationIT {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  /** All in one transaction that is rolled back, so the service under test notices nothing. */
  @Test
  void theUndoScriptsTakeBackExactlyWhatTheMigrationsDid() throws Exception {
    List<String> names = names();
    try (Connection owner = RunningStack.current().postgres().connect("tokens_owner");
        Statement sql = owner.createStatement()) {
      owner.setAutoCommit(false);
      List<String> before = objects(sql);
      for (int i = names.size() - 1; i >= 0; i--) {
        sql.execute(script("undo/U" + names.get(i)));
      }
      assertThat(objects(sql)).allMatch(object -> object.contains("flyway_schema_history"));
      for (String name : names) {
        sql.execute(script("migration/V" + name));
      }
      assertThat(objects(sql)).isEqualTo(before);
      owner.rollback();
    }
  }

  /** Without V and .sql, in the order in which they run. */
  private static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> name.substring(1, name.length() - ".sql".length()))
          .sorted()
          .toList();
    }
  }

  private static List<String> objects(Statement sql) throws SQLException {
    List<String> objects = new ArrayList<>();
    try (ResultSet rows =
        sql.executeQuery(
            "SELECT relkind::text || ' ' || relname || ' ' || coalesce(relacl::text, '') FROM pg_class"
                + " WHERE relnamespace = 'tokens'::regnamespace UNION ALL"
                + " SELECT 'function ' || proname || ' ' || coalesce(proacl::text, '') FROM pg_proc"
                + " WHERE pronamespace = 'tokens'::regnamespace ORDER BY 1")) {
      while (rows.next()) {
        objects.add(rows.getString(1));
      }
    }
    return objects;
  }

  private static String script(String name) throws IOException {
    try (InputStream in =
        MigrationIT.class.getClassLoader().getResourceAsStream("db/" + name + ".sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("${appRole}", "tokens_app");
    }
  }
}
