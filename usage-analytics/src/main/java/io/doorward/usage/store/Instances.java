package io.doorward.usage.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The numbers that stand for gateway instances. */
public final class Instances {
  private Instances() {}

  /** The number of each name; unknown names get one. */
  public static Map<String, Integer> numbers(Connection transaction, Set<String> names)
      throws SQLException {
    Array array = transaction.createArrayOf("text", names.stream().sorted().toArray());
    Map<String, Integer> numbers = select(transaction, array);
    if (numbers.size() < names.size()) {
      try (PreparedStatement insert =
          transaction.prepareStatement(
              """
              insert into gateway_instance (name)
              select n from unnest(?::text[]) as n
              where not exists (select 1 from gateway_instance g where g.name = n)
              on conflict do nothing
              """)) {
        insert.setArray(1, array);
        insert.executeUpdate();
      }
      numbers = select(transaction, array);
    }
    return numbers;
  }

  private static Map<String, Integer> select(Connection transaction, Array names)
      throws SQLException {
    try (PreparedStatement select =
        transaction.prepareStatement(
            "select name, id from gateway_instance where name = any (?)")) {
      select.setArray(1, names);
      Map<String, Integer> numbers = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          numbers.put(row.getString(1), row.getInt(2));
        }
      }
      return numbers;
    }
  }
}
