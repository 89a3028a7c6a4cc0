package io.doorward.usage.rollup;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a set of requests comes to. Built up row by row; the outcomes always sum up to {@link
 * #requests}.
 */
public final class Totals {
  private long requests;
  private long succeeded;
  private long refused;
  private long failed;
  private long bytesIn;
  private long bytesOut;
  private @Nullable Instant lastUsedAt;
  private final SortedMap<String, Long> byStatus = new TreeMap<>();
  private final SortedMap<String, Long> byReason = new TreeMap<>();

  /** Adds requests that ended alike. */
  public void add(
      int status, @Nullable String refusal, long count, long in, long out, Instant lastAt) {
    requests += count;
    switch (Outcome.of(status, refusal)) {
      case SUCCEEDED -> succeeded += count;
      case REFUSED -> refused += count;
      case FAILED -> failed += count;
    }
    bytesIn += in;
    bytesOut += out;
    byStatus.merge(Integer.toString(status), count, Long::sum);
    if (refusal != null) {
      byReason.merge(refusal, count, Long::sum);
    }
    if (lastUsedAt == null || lastAt.isAfter(lastUsedAt)) {
      lastUsedAt = lastAt;
    }
  }

  public long requests() {
    return requests;
  }

  public long succeeded() {
    return succeeded;
  }

  public long refused() {
    return refused;
  }

  public long failed() {
    return failed;
  }

  public long bytesIn() {
    return bytesIn;
  }

  public long bytesOut() {
    return bytesOut;
  }

  public @Nullable Instant lastUsedAt() {
    return lastUsedAt;
  }

  /** Requests by the answer's status. */
  public SortedMap<String, Long> byStatus() {
    return new TreeMap<>(byStatus);
  }

  /** Requests that the gateway refused or failed itself, by its error code. */
  public SortedMap<String, Long> byReason() {
    return new TreeMap<>(byReason);
  }
}
