package io.doorward.usage.stream;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** The offsets of one consumer in one topic, as PostgreSQL has them. */
final class Offsets {
  /** Nothing stored yet: below every offset. */
  static final long NONE = -1;

  private static final String FIRST =
      """
      insert into consumer_offset (next_offset, consumer, topic, partition)
      values (?, ?, ?, ?) on conflict do nothing
      """;
  private static final String NEXT =
      """
      update consumer_offset set next_offset = ?
      where consumer = ? and topic = ? and partition = ? and next_offset = ?
      """;

  private final String consumer;
  private final String topic;

  Offsets(String consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /** The next offset by partition; partitions never read are missing. */
  Map<Integer, Long> read(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select partition, next_offset from consumer_offset where consumer = ? and topic = ?")) {
      select.setString(1, consumer);
      select.setString(2, topic);
      Map<Integer, Long> offsets = new TreeMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          offsets.put(row.getInt(1), row.getLong(2));
        }
      }
      return offsets;
    }
  }

  /**
   * Moves one partition on, if it still stands where this reader left it. Rows are locked in the
   * order of the calls: go through partitions in ascending order.
   *
   * @param from the offset stored last, or {@link #NONE}
   * @return false if somebody else has moved it: the partition was given to another reader
   */
  boolean move(Connection transaction, int partition, long from, long to) throws SQLException {
    try (PreparedStatement write = transaction.prepareStatement(from == NONE ? FIRST : NEXT)) {
      write.setLong(1, to);
      write.setString(2, consumer);
      write.setString(3, topic);
      write.setInt(4, partition);
      if (from != NONE) {
        write.setLong(5, from);
      }
      return write.executeUpdate() == 1;
    }
  }
}
