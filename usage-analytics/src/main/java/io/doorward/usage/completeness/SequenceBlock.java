package io.doorward.usage.completeness;

import io.doorward.contract.event.UsageEvent;
import io.doorward.usage.store.RequestLog;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has arrived of {@link #SIZE} consecutive numbers of one instance. Blocks are cut by number
 * and not by time, because numbers are given at the end of a request and the time is that of its
 * beginning: a block of time would count long requests as missing.
 *
 * @param received how many different numbers
 * @param highest the highest of them
 * @param firstAt the earliest request
 * @param lastAt the latest request
 */
public record SequenceBlock(int received, long highest, Instant firstAt, Instant lastAt) {
  /** Numbers of one block; part of what the table means. */
  public static final long SIZE = 1_024;

  /** Which block. Ordered, so that writers lock rows alike. */
  public record Key(int instance, long block) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byInstance = Integer.compare(instance, other.instance);
      return byInstance != 0 ? byInstance : Long.compare(block, other.block);
    }
  }

  /** The blocks of these events, none of which may have been counted before. */
  public static SortedMap<Key, SequenceBlock> of(Collection<RequestLog.Row> rows) {
    SortedMap<Key, SequenceBlock> blocks = new TreeMap<>();
    for (RequestLog.Row row : rows) {
      UsageEvent event = row.event();
      blocks.merge(
          new Key(row.instance(), event.sequence() / SIZE),
          new SequenceBlock(1, event.sequence(), event.at(), event.at()),
          SequenceBlock::plus);
    }
    return blocks;
  }

  /** Both together. */
  public SequenceBlock plus(SequenceBlock other) {
    return new SequenceBlock(
        received + other.received,
        Math.max(highest, other.highest),
        firstAt.isBefore(other.firstAt) ? firstAt : other.firstAt,
        lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt);
  }
}
