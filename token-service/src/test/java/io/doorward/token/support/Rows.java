package io.doorward.token.support;

import io.doorward.test.stack.RunningStack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The database beside the service, as the service's own role sees it or as the owner. */
public final class Rows {
  private Rows() {}

  public static List<Map<String, Object>> query(String sql, Object... arguments) {
    try (Connection connection = RunningStack.current().postgres().connect("tokens_app");
        PreparedStatement statement = prepared(connection, sql, arguments);
        ResultSet found = statement.executeQuery()) {
      List<Map<String, Object>> rows = new ArrayList<>();
      while (found.next()) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.put(found.getMetaData().getColumnLabel(i), found.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public static long count(String sql, Object... arguments) {
    return ((Number) query(sql, arguments).get(0).values().iterator().next()).longValue();
  }

  /** As {@code tokens_app} or {@code tokens_owner}. */
  public static int update(String role, String sql, Object... arguments) throws SQLException {
    try (Connection connection = RunningStack.current().postgres().connect(role);
        PreparedStatement statement = prepared(connection, sql, arguments)) {
      return statement.executeUpdate();
    }
  }

  /** Runs any statement as a role. */
  public static void run(String role, String sql) throws SQLException {
    try (Connection connection = RunningStack.current().postgres().connect(role);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Changes of any table of the schema change it. What the relay does by itself does not: a change
   * counts alike before and after it has its epoch.
   */
  public static String fingerprint() {
    return query(
            """
            SELECT (SELECT count(*) || '/' || coalesce(sum(version), 0) FROM tokens.token)
                || '/' || (SELECT count(*) FROM tokens.audit_log)
                || '/' || (SELECT last_epoch FROM tokens.relay_epoch)
                        + (SELECT count(*) FROM tokens.outbox WHERE epoch IS NULL) AS f
            """)
        .get(0)
        .get("f")
        .toString();
  }

  /**
   * A digest of all rows of all tables but those that change by themselves: what the relay does
   * with its own.
   */
  public static String contents() {
    StringBuilder all = new StringBuilder();
    for (Map<String, Object> table :
        query(
            """
            SELECT relname FROM pg_class
             WHERE relnamespace = 'tokens'::regnamespace AND relkind = 'r'
               AND relname NOT IN ('outbox', 'relay_epoch', 'relay_path', 'token_epoch',
                                   'flyway_schema_history')
             ORDER BY relname
            """)) {
      String name = table.get("relname").toString();
      all.append(name)
          .append(
              query(
                  "SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM tokens."
                      + name
                      + " t"));
    }
    return all.toString();
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... arguments)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }
}
