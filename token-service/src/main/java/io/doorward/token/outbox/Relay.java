package io.doorward.token.outbox;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Moves changes from the outbox to both paths. All its state is touched on one event loop only.
 *
 * <p>Following: tries to lead now and then, and calls the leader after each commit. Leading: at
 * each look gives epochs to new rows and tells the senders how far they may go; any failure ends
 * the session and with it the leadership.
 */
@ApplicationScoped
class Relay {
  private static final Logger LOG = Logger.getLogger(Relay.class);

  private final Vertx vertx;
  private final Leadership leadership;
  private final OutboxStore store;
  private final RelayConfig config;
  private final List<Path> paths;
  private final SenderMetrics metrics;
  private final Clock clock;

  private final List<PathSender> senders = new ArrayList<>();
  private final List<Long> timers = new ArrayList<>();
  private volatile @Nullable Executor loop;
  private volatile @Nullable SqlConnection session;
  private boolean looking;
  private boolean lookAgain;
  private boolean calling;
  private boolean callAgain;
  private long assigned;
  private long nextCampaign = Long.MIN_VALUE;

  @Inject
  Relay(
      Vertx vertx,
      Leadership leadership,
      OutboxStore store,
      RelayConfig config,
      @All List<Path> paths,
      SenderMetrics metrics,
      Clock clock) {
    this.vertx = vertx;
    this.leadership = leadership;
    this.store = store;
    this.config = config;
    this.paths = paths;
    this.metrics = metrics;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    if (!config.enabled()) {
      return;
    }
    Context context = vertx.getOrCreateContext();
    Executor executor = work -> context.runOnContext(any -> work.run());
    for (Path path : paths) {
      senders.add(new PathSender(path, store, config, vertx, executor, clock));
    }
    metrics.watch(senders);
    metrics.watch(() -> session != null);
    loop = executor;
    executor.execute(
        () -> {
          timers.add(vertx.setPeriodic(config.poll().toMillis(), t -> look()));
          timers.add(vertx.setPeriodic(config.election().toMillis(), t -> prune()));
          for (PathSender sender : senders) {
            timers.add(
                vertx.setPeriodic(sender.heartbeatEvery().toMillis(), t -> sender.heartbeat()));
          }
          look();
        });
  }

  void stop(@Observes ShutdownEvent event) {
    Executor executor = loop;
    if (executor != null) {
      loop = null;
      executor.execute(
          () -> {
            timers.forEach(vertx::cancelTimer);
            stepDown();
          });
    }
  }

  /** Something has been committed: the leader looks at the outbox now. From any thread. */
  void wake() {
    Executor executor = loop;
    if (executor != null) {
      executor.execute(session == null ? this::callLeader : this::look);
    }
  }

  /** Calls that come while one is under way are made by one more. */
  private void callLeader() {
    if (calling) {
      callAgain = true;
      return;
    }
    Executor executor = loop;
    if (executor == null) {
      return;
    }
    calling = true;
    callAgain = false;
    leadership.call().emitOn(executor).subscribe().with(done -> called(), failure -> called());
  }

  private void called() {
    calling = false;
    if (callAgain) {
      callLeader();
    }
  }

  private void look() {
    if (looking) {
      lookAgain = true;
      return;
    }
    Executor executor = loop;
    if (executor == null) {
      return;
    }
    looking = true;
    lookAgain = false;
    SqlConnection leader = session;
    Uni<Optional<Long>> look =
        leader != null ? store.assign(leader).map(Optional::of) : campaign(executor);
    look.emitOn(executor).subscribe().with(this::looked, this::failed);
  }

  private Uni<Optional<Long>> campaign(Executor executor) {
    long now = System.nanoTime();
    if (nextCampaign != Long.MIN_VALUE && now - nextCampaign < 0) {
      return Uni.createFrom().item(Optional.empty());
    }
    nextCampaign = now + config.election().toNanos();
    return leadership
        .campaign()
        .emitOn(executor)
        .chain(
            won ->
                won.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : lead(won.get(), executor).map(Optional::of));
  }

  private Uni<Long> lead(SqlConnection won, Executor executor) {
    LOG.info("this replica relays changes now");
    session = won;
    won.closeHandler(() -> executor.execute(() -> lost(won)));
    return leadership
        .listen(won, () -> executor.execute(this::look))
        .chain(() -> store.assign(won));
  }

  private void lost(SqlConnection ended) {
    if (ended.equals(session)) {
      stepDown();
    }
  }

  private void looked(Optional<Long> lastEpoch) {
    looking = false;
    if (session != null) {
      lastEpoch.ifPresent(this::assigned);
    }
    if (lookAgain) {
      look();
    }
  }

  private void assigned(long epoch) {
    lookAgain |= epoch - assigned >= OutboxStore.MOST_AT_ONCE;
    assigned = epoch;
    senders.forEach(sender -> sender.upTo(epoch));
  }

  private void failed(Throwable failure) {
    looking = false;
    LOG.warnf("the outbox could not be read: %s", failure.getMessage());
    stepDown();
  }

  private void stepDown() {
    SqlConnection ended = session;
    session = null;
    senders.forEach(PathSender::stop);
    if (ended != null) {
      LOG.info("this replica no longer relays changes");
      ended.close().subscribe().with(done -> {}, alreadyClosed -> {});
    }
  }

  private void prune() {
    if (session != null) {
      store.prune().subscribe().with(done -> {}, e -> LOG.debugf("not pruned: %s", e.getMessage()));
    }
  }
}
