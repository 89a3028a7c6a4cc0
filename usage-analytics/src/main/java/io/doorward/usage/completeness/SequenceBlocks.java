package io.doorward.usage.completeness;

import io.doorward.usage.store.Columns;
import io.doorward.usage.store.RequestLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map.Entry;
import java.util.Set;

/** The table {@code sequence_block}: written with each batch. */
public final class SequenceBlocks {
  private static final String ADD =
      """
      insert into sequence_block as b (instance_id, block, received, highest, first_at, last_at)
      select * from unnest(
        ?::int[], ?::bigint[], ?::int[], ?::bigint[], ?::timestamptz[], ?::timestamptz[])
      on conflict (instance_id, block) do update set
        received = b.received + excluded.received,
        highest = greatest(b.highest, excluded.highest),
        first_at = least(b.first_at, excluded.first_at),
        last_at = greatest(b.last_at, excluded.last_at)
      """;

  private SequenceBlocks() {}

  /** Notes the numbers of rows that were just inserted. */
  public static void add(Connection transaction, Collection<RequestLog.Row> rows)
      throws SQLException {
    Set<Entry<SequenceBlock.Key, SequenceBlock>> blocks = SequenceBlock.of(rows).entrySet();
    try (PreparedStatement insert = transaction.prepareStatement(ADD)) {
      new Columns<Entry<SequenceBlock.Key, SequenceBlock>>(insert, blocks)
          .bind("int4", block -> block.getKey().instance())
          .bind("int8", block -> block.getKey().block())
          .bind("int4", block -> block.getValue().received())
          .bind("int8", block -> block.getValue().highest())
          .bind("timestamptz", block -> block.getValue().firstAt())
          .bind("timestamptz", block -> block.getValue().lastAt());
      insert.executeUpdate();
    }
  }
}
