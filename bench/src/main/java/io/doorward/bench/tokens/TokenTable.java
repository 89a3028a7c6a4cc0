package io.doorward.bench.tokens;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Fills the token table as the scripts beside this class say. */
final class TokenTable {
  private static final int AT_ONCE = 100_000;

  private TokenTable() {}

  /** Leaves the table as a busy database has it: vacuumed, analyzed and written to disk. */
  static void fill(BenchStack stack, int tokens) throws SQLException, IOException {
    try (Connection owner = stack.database("tokens_owner");
        Statement sql = owner.createStatement()) {
      sql.execute("SET maintenance_work_mem = '256MB'");
      for (String statement : script("directory.sql").split(";\\s*\n")) {
        sql.execute(statement);
      }
      List<String> indexes = dropIndexes(sql);
      sql.execute("SELECT setseed(0.42)");
      for (int from = 1; from <= tokens; from += AT_ONCE) {
        sql.execute(
            script("tokens.sql")
                .replace("${tokens}", Integer.toString(tokens))
                .replace("${from}", Integer.toString(from))
                .replace("${to}", Integer.toString(Math.min(tokens, from + AT_ONCE - 1))));
      }
      for (String index : indexes) {
        sql.execute(index);
      }
      sql.execute("VACUUM (ANALYZE) tokens.token");
      sql.execute("ANALYZE");
    }
    try (Connection superuser = stack.database("postgres");
        Statement sql = superuser.createStatement()) {
      sql.execute("CHECKPOINT");
    }
  }

  /** Building an index once is much faster than adding to it a million times. */
  private static List<String> dropIndexes(Statement sql) throws SQLException {
    List<String> names = new ArrayList<>();
    List<String> definitions = new ArrayList<>();
    try (ResultSet rows =
        sql.executeQuery(
            """
            SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
             WHERE i.indrelid = 'tokens.token'::regclass
               AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
            """)) {
      while (rows.next()) {
        names.add(rows.getString(1));
        definitions.add(rows.getString(2));
      }
    }
    for (String name : names) {
      sql.execute("DROP INDEX " + name);
    }
    return definitions;
  }

  private static String script(String name) throws IOException {
    try (InputStream in = TokenTable.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
