package io.doorward.usage.stream;

import io.doorward.contract.json.UnreadableRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a topic's records mean. Called by one thread.
 *
 * @param <T> a record that was read
 */
public interface RecordHandler<T> {
  /**
   * Reads one record.
   *
   * @return empty if there is nothing to store
   * @throws UnreadableRecord if it belongs on the dead-letter topic
   */
  Optional<T> read(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecord;

  /** Makes what has to exist before the transaction begins, on a connection that auto-commits. */
  default void prepare(Connection connection, List<T> records) throws SQLException {}

  /**
   * Stores records within the caller's transaction, which also moves the offsets. Must be
   * repeatable: after a failure the same records come again.
   */
  void store(Connection transaction, List<T> records) throws SQLException;

  /** The records were stored and committed; the place to count them. */
  default void committed(List<T> records) {}
}
