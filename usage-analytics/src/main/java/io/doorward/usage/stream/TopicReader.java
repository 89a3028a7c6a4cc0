package io.doorward.usage.stream;

import io.doorward.contract.json.UnreadableRecord;
import io.micrometer.core.instrument.Counter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads one topic for good, on the thread that runs it.
 *
 * <pre>
 *   position new partitions from PostgreSQL → poll → put aside the unreadable → store → …
 *                 ↑ PostgreSQL gone: partitions paused, membership kept, tried again ↓
 * </pre>
 *
 * Nothing read is skipped: the offset moves with the transaction that stored the record, or after
 * the dead letter was acknowledged.
 */
final class TopicReader<T> implements Runnable {
  private static final Logger LOG = Logger.getLogger(TopicReader.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Subscription subscription;
  private final RecordHandler<T> handler;
  private final BatchStore<T> store;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Counter deadLetters;
  private final Backoff backoff;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private volatile @Nullable Consumer<byte[], byte[]> open;

  TopicReader(
      Subscription subscription,
      RecordHandler<T> handler,
      BatchStore<T> store,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Counter deadLetters) {
    this.subscription = subscription;
    this.handler = handler;
    this.store = store;
    this.consumers = consumers;
    this.deadLetters = deadLetters;
    backoff = new Backoff(subscription.retryAtFirst(), subscription.retryAtMost());
  }

  /** Ends {@link #run} after the batch under way. */
  void stop() {
    stopped.countDown();
    Consumer<byte[], byte[]> consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  @Override
  public void run() {
    while (!stopping()) {
      try (Consumer<byte[], byte[]> consumer = consumers.get();
          DeadLetters dead = new DeadLetters(subscription)) {
        open = consumer;
        read(new Assignment(consumer, subscription.topic()), dead);
      } catch (WakeupException e) {
        // Only stop() wakes the consumer; the loop's condition ends it.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        failed("reading is started anew", e);
        await(backoff.pause());
      } finally {
        open = null;
      }
    }
  }

  private void read(Assignment assignment, DeadLetters dead) throws InterruptedException {
    while (!stopping()) {
      if (assignment.hasUnpositioned()) {
        position(assignment);
      }
      List<ConsumerRecord<byte[], byte[]>> records = assignment.poll(POLL);
      if (!records.isEmpty()) {
        deliver(assignment, dead, decode(assignment, dead, records));
      }
    }
  }

  private void position(Assignment assignment) {
    try {
      assignment.position(store.positions());
      recovered();
    } catch (SQLException e) {
      failed("stored offsets cannot be read", e);
      assignment.idle(backoff.pause());
    }
  }

  private Batch<T> decode(
      Assignment assignment, DeadLetters dead, List<ConsumerRecord<byte[], byte[]>> records)
      throws InterruptedException {
    List<Batch.Entry<T>> entries = new ArrayList<>(records.size());
    List<DeadLetters.Letter> letters = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      @Nullable T value = null;
      try {
        value = handler.read(record).orElse(null);
      } catch (UnreadableRecord e) {
        letters.add(new DeadLetters.Letter(record, String.valueOf(e.getMessage())));
      } catch (RuntimeException e) {
        // A reader that throws must not stop the topic; the class says enough, the content is kept.
        letters.add(new DeadLetters.Letter(record, e.getClass().getSimpleName()));
      }
      entries.add(new Batch.Entry<>(record, value));
    }
    putAside(assignment, dead, letters);
    return new Batch<>(entries);
  }

  private void putAside(Assignment assignment, DeadLetters dead, List<DeadLetters.Letter> letters)
      throws InterruptedException {
    while (!letters.isEmpty() && !stopping()) {
      try {
        dead.send(letters);
        deadLetters.increment(letters.size());
        LOG.warnf(
            "%d record(s) of %s put aside: %s",
            letters.size(), subscription.topic(), letters.get(0).reason());
        return;
      } catch (KafkaException e) {
        failed("unreadable records cannot be put aside", e);
        assignment.idle(backoff.pause());
      }
    }
  }

  private void deliver(Assignment assignment, DeadLetters dead, Batch<T> read)
      throws InterruptedException {
    Batch<T> batch = read;
    while (!stopping()) {
      batch = batch.only(assignment::holds);
      if (batch.entries().isEmpty()) {
        return;
      }
      Attempt attempt = store.store(batch, assignment.stored());
      if (attempt instanceof Attempt.Unavailable unavailable) {
        failed("a batch cannot be stored", unavailable.cause());
        assignment.idle(backoff.pause());
        continue;
      }
      recovered();
      if (attempt instanceof Attempt.Rejected rejected) {
        isolate(assignment, dead, batch, rejected);
      } else if (attempt instanceof Attempt.TakenOver) {
        assignment.reposition(batch.ends().keySet());
      } else {
        assignment.stored(batch.ends());
      }
      return;
    }
  }

  /** Finds the record that PostgreSQL refuses by halving, so that it alone is put aside. */
  private void isolate(
      Assignment assignment, DeadLetters dead, Batch<T> batch, Attempt.Rejected rejected)
      throws InterruptedException {
    if (batch.entries().size() > 1) {
      deliver(assignment, dead, batch.firstHalf());
      deliver(assignment, dead, batch.secondHalf());
      return;
    }
    var record = batch.entries().get(0).record();
    putAside(assignment, dead, List.of(new DeadLetters.Letter(record, rejected.reason())));
    deliver(assignment, dead, new Batch<>(List.of(new Batch.Entry<>(record, null))));
  }

  private boolean stopping() {
    return stopped.getCount() == 0;
  }

  private void await(Duration pause) {
    try {
      if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debugf("%s: stopped while waiting", subscription.topic());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void failed(String what, Exception e) {
    if (backoff.isReset()) {
      LOG.warnf(e, "%s: %s; trying again until it works", subscription.topic(), what);
    } else {
      LOG.debugf(e, "%s: %s", subscription.topic(), what);
    }
  }

  private void recovered() {
    if (!backoff.isReset()) {
      LOG.infof("%s: reading goes on", subscription.topic());
      backoff.reset();
    }
  }
}
