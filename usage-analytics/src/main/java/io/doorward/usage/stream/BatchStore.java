package io.doorward.usage.stream;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import javax.sql.DataSource;

/** One batch, one transaction: what the records say and how far they reach. */
final class BatchStore<T> {
  private final DataSource database;
  private final RecordHandler<T> handler;
  private final Offsets offsets;

  BatchStore(DataSource database, RecordHandler<T> handler, Offsets offsets) {
    this.database = database;
    this.handler = handler;
    this.offsets = offsets;
  }

  /** The stored offsets by partition. */
  Map<Integer, Long> positions() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return offsets.read(connection);
    }
  }

  /**
   * Stores the batch, all or nothing.
   *
   * @param from by partition, the offset that this reader stored last
   */
  Attempt store(Batch<T> batch, Map<Integer, Long> from) {
    try (Connection connection = database.getConnection()) {
      var values = batch.values();
      if (!values.isEmpty()) {
        handler.prepare(connection, values);
      }
      connection.setAutoCommit(false);
      try {
        if (!move(connection, batch.ends(), from)) {
          connection.rollback();
          return new Attempt.TakenOver();
        }
        if (!values.isEmpty()) {
          handler.store(connection, values);
        }
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
      handler.committed(values);
      return new Attempt.Stored();
    } catch (SQLException e) {
      return Attempt.failed(e);
    }
  }

  private boolean move(Connection tx, SortedMap<Integer, Long> ends, Map<Integer, Long> from)
      throws SQLException {
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      long stored = from.getOrDefault(end.getKey(), Offsets.NONE);
      if (!offsets.move(tx, end.getKey(), stored, end.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static void rollback(Connection connection, Exception because) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }
}
