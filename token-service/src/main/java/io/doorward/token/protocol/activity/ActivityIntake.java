package io.doorward.token.protocol.activity;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.broker.DeadLetters;
import io.doorward.token.database.Database;
import io.doorward.token.store.Activity;
import io.doorward.token.store.ActivityStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.TimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Enters a batch of records, or keeps what is none as dead letters. Blocks. */
final class ActivityIntake {
  private static final Logger LOG = Logger.getLogger(ActivityIntake.class);

  /** Longer than a transaction may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ActivityReader reader;
  private final Database database;
  private final ActivityStore store;
  private final DeadLetters deadLetters;
  private final MeterRegistry metrics;
  private final Clock clock;

  ActivityIntake(
      ActivityReader reader,
      Database database,
      ActivityStore store,
      DeadLetters deadLetters,
      MeterRegistry metrics,
      Clock clock) {
    this.reader = reader;
    this.database = database;
    this.store = store;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.clock = clock;
  }

  private record Read(ConsumerRecord<String, byte[]> record, Activity activity) {}

  /**
   * Deals with the records for good.
   *
   * @throws RuntimeException if PostgreSQL or Kafka is gone: all are to be tried again
   */
  void take(List<ConsumerRecord<String, byte[]>> records) {
    Instant now = clock.instant();
    List<Read> good = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      Reading reading = reader.read(record.value(), now);
      if (reading instanceof Reading.Report report) {
        good.add(new Read(record, report.activity()));
      } else {
        discard(record, ((Reading.Unusable) reading).reason());
      }
    }
    enter(good);
  }

  private void enter(List<Read> good) {
    if (good.isEmpty()) {
      return;
    }
    Map<Key, Activity> newest = new TreeMap<>();
    good.forEach(each -> newest.merge(Key.of(each.activity()), each.activity(), Activity::merge));
    try {
      database.transaction(sql -> store.merge(sql, newest.values())).await().atMost(PATIENCE);
      metrics.counter("doorward.token.activity", "outcome", "entered").increment(good.size());
    } catch (RuntimeException e) {
      if (passes(e)) {
        throw e;
      }
      if (good.size() == 1) {
        LOG.errorf(e, "a last use cannot be entered");
        discard(good.get(0).record(), "the record cannot be entered");
        return;
      }
      good.forEach(each -> enter(List.of(each)));
    }
  }

  /** A token under the organization that a record names: the wrong one must not hide the right. */
  private record Key(UUID tokenId, UUID organizationId) implements Comparable<Key> {
    static Key of(Activity activity) {
      return new Key(activity.tokenId(), activity.organizationId());
    }

    @Override
    public int compareTo(Key other) {
      int byToken = tokenId.compareTo(other.tokenId);
      return byToken != 0 ? byToken : organizationId.compareTo(other.organizationId);
    }
  }

  /** Whether the same records may succeed later. */
  private static boolean passes(RuntimeException e) {
    return e instanceof TimeoutException
        || (e instanceof ProblemException problem
            && problem.code() == ErrorCode.DEPENDENCY_UNAVAILABLE);
  }

  private void discard(ConsumerRecord<String, byte[]> record, String reason) {
    deadLetters.keep(record, reason);
    LOG.warnf(
        "last use %s/%d/%d is a dead letter: %s",
        record.topic(), record.partition(), record.offset(), reason);
    metrics.counter("doorward.token.activity", "outcome", "dead_letter").increment();
  }
}
