package io.doorward.token.outbox;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.json.ContractJson;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Serves one path with changes in the order of their epochs, at its own pace. Touched on the
 * relay's event loop only.
 */
final class PathSender {
  private static final Logger LOG = Logger.getLogger(PathSender.class);
  private static final long UNKNOWN = -1;

  /** A batch that was under way when the leadership ended is given up after this time. */
  private static final long HANDOVER_MILLIS = 4_000;

  /** A sign of life says "you have missed nothing": it is not given on older knowledge. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Path path;
  private final OutboxStore store;
  private final RelayConfig config;
  private final Vertx vertx;
  private final Executor loop;
  private final Clock clock;
  private final Backoff backoff;

  private volatile long sent = UNKNOWN;
  private volatile long target;
  private boolean leading;
  private boolean busy;
  private boolean waiting;
  private boolean beating;

  /** Counts the times this replica has led: what was begun in an earlier one tells nothing now. */
  private long term;

  private long begunIn;

  /** What the database is to be told of; unknown if it knows. */
  private long unrecorded = UNKNOWN;

  private boolean recording;
  private long confirmedAt;
  private long caughtUpAt;

  PathSender(
      Path path, OutboxStore store, RelayConfig config, Vertx vertx, Executor loop, Clock clock) {
    this.path = path;
    this.store = store;
    this.config = config;
    this.vertx = vertx;
    this.loop = loop;
    this.clock = clock;
    this.backoff = new Backoff(config.retryFirst(), config.retryLongest(), new SecureRandom());
  }

  String name() {
    return path.name();
  }

  Duration heartbeatEvery() {
    return path.heartbeatEvery();
  }

  /** Changes that have an epoch and have not gone down this path. From any thread. */
  long unsent() {
    return sent == UNKNOWN ? 0 : Math.max(0, target - sent);
  }

  /** The leader knows, as of now, that this is the last epoch given. */
  void upTo(long epoch) {
    leading = true;
    target = epoch;
    confirmedAt = System.nanoTime();
    step();
  }

  /** Another replica may lead from now on. */
  void stop() {
    if (!leading) {
      return;
    }
    leading = false;
    sent = UNKNOWN;
    // The database may come back as an older copy of itself: what it does not know is sent again.
    unrecorded = UNKNOWN;
    long ended = term++;
    if (busy) {
      vertx.setTimer(HANDOVER_MILLIS, t -> abandon(ended));
    }
  }

  private void abandon(long ended) {
    if (busy && !leading && begunIn == ended) {
      path.abandon();
    }
  }

  private void step() {
    boolean unclear = sent == UNKNOWN && recording;
    if (busy || waiting || !leading || unclear) {
      return;
    }
    if (sent == UNKNOWN) {
      run(progress());
    } else if (sent < target) {
      run(store.after(sent, config.batch()).chain(this::send));
    } else {
      caughtUpAt = System.nanoTime();
    }
  }

  private void run(Uni<Long> work) {
    busy = true;
    begunIn = term;
    work.emitOn(loop).subscribe().with(this::reached, this::failed);
  }

  /** A batch that was under way when this replica began to lead anew counts as well. */
  private Uni<Long> progress() {
    return unrecorded == UNKNOWN
        ? store.progress(path.name())
        : store.progress(path.name(), unrecorded).chain(() -> store.progress(path.name()));
  }

  private Uni<Long> send(List<Change> changes) {
    if (changes.isEmpty()) {
      // Rows leave the outbox once both paths have been served; somebody else removed these.
      LOG.errorf("path %s: changes up to %d are gone", path.name(), target);
      return Uni.createFrom().item(target);
    }
    long last = changes.get(changes.size() - 1).epoch();
    return path.send(changes).replaceWith(last);
  }

  private void reached(long epoch) {
    busy = false;
    if (backoff.failures() > 0) {
      LOG.infof("path %s works again", path.name());
    }
    backoff.succeeded();
    unrecorded = Math.max(unrecorded, epoch);
    record();
    if (leading && begunIn == term) {
      sent = epoch;
    }
    step();
  }

  /**
   * Tells the database, but does not wait for it: what has been sent is not sent again because the
   * database could not note it. Only a replica that takes over before that has been noted will.
   */
  private void record() {
    if (recording || unrecorded == UNKNOWN) {
      return;
    }
    recording = true;
    long epoch = unrecorded;
    store
        .progress(path.name(), epoch)
        .emitOn(loop)
        .subscribe()
        .with(done -> recorded(epoch), this::notRecorded);
  }

  private void recorded(long epoch) {
    recording = false;
    if (unrecorded == epoch) {
      unrecorded = UNKNOWN;
    }
    record();
    step();
  }

  private void notRecorded(Throwable failure) {
    recording = false;
    step();
    LOG.debugf("path %s: progress is not noted: %s", path.name(), failure.getMessage());
    vertx.setTimer(config.retryLongest().toMillis(), t -> record());
  }

  private void failed(Throwable failure) {
    busy = false;
    waiting = true;
    Duration pause = backoff.next();
    // One line an outage, not one an attempt.
    LOG.logf(
        backoff.failures() == 1 ? Logger.Level.WARN : Logger.Level.DEBUG,
        "path %s: %s; trying on",
        path.name(),
        failure.getMessage());
    vertx.setTimer(
        Math.max(1, pause.toMillis()),
        t -> {
          waiting = false;
          step();
        });
  }

  /** A sign of life, if there is anything true to say. */
  void heartbeat() {
    long now = System.nanoTime();
    boolean fresh = now - confirmedAt < FRESH.toNanos() && now - caughtUpAt < FRESH.toNanos();
    if (!leading || beating || waiting || sent == UNKNOWN || !fresh) {
      return;
    }
    beating = true;
    TokenEvent event =
        TokenEvent.heartbeat(UUID.randomUUID(), clock.instant(), sent, store.barrierVersion());
    path.heartbeat(sent, ContractJson.writeString(event))
        .emitOn(loop)
        .subscribe()
        .with(done -> beating = false, this::missed);
  }

  private void missed(Throwable failure) {
    beating = false;
    LOG.debugf("path %s: no sign of life: %s", path.name(), failure.getMessage());
  }
}
