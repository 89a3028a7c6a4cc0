package io.doorward.token.change;

import io.doorward.token.change.FollowUpStore.FollowUp;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets tokens follow changes that concern more of them than one transaction can reach, in the order
 * of their ids. In any replica; a batch and the progress are one transaction, so that after a crash
 * it goes on where it was. What a token takes over is what holds when its batch is written: of two
 * changes of the same thing the later one counts, whichever follows first.
 */
@ApplicationScoped
class FollowUps {
  private static final Logger LOG = Logger.getLogger(FollowUps.class);
  private static final int BATCH = 500;

  private final Vertx vertx;
  private final Ledger ledger;
  private final FollowUpStore store;
  private final FollowUpConfig config;
  private final Clock clock;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long timer = -1;

  @Inject
  FollowUps(Vertx vertx, Ledger ledger, FollowUpStore store, FollowUpConfig config, Clock clock) {
    this.vertx = vertx;
    this.ledger = ledger;
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(config.poll().toMillis(), any -> run());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  private void run() {
    if (running.compareAndSet(false, true)) {
      all()
          .onTermination()
          .invoke(() -> running.set(false))
          .subscribe()
          .with(done -> {}, e -> LOG.warnf("tokens wait to follow: %s", e.getMessage()));
    }
  }

  /** Deals with all there is. */
  Uni<Void> all() {
    return batch().chain(worked -> worked ? all() : Uni.createFrom().voidItem());
  }

  /** One that fails gives way to the others until its turn comes again. */
  private Uni<Boolean> batch() {
    AtomicReference<@Nullable UUID> inHand = new AtomicReference<>();
    return ledger
        .bulk(
            sql ->
                store
                    .next(sql)
                    .chain(
                        next ->
                            next.map(followUp -> follow(sql, followUp, inHand).replaceWith(true))
                                .orElseGet(() -> Uni.createFrom().item(false))))
        .onFailure()
        .call(() -> postpone(inHand.get()));
  }

  private Uni<Void> follow(
      SqlConnection sql, FollowUp followUp, AtomicReference<@Nullable UUID> inHand) {
    inHand.set(followUp.id());
    return ledger
        .refreshSome(sql, followUp.which(), followUp.doneTo(), BATCH, cause(followUp))
        .chain(done -> worked(sql, followUp.id(), done));
  }

  private Uni<Void> worked(SqlConnection sql, UUID id, List<UUID> done) {
    UUID last = done.isEmpty() ? null : done.get(done.size() - 1);
    return store.worked(sql, id, last, done.size(), now(), done.size() < BATCH);
  }

  private Uni<Void> postpone(@Nullable UUID id) {
    return id == null
        ? Uni.createFrom().voidItem()
        : ledger.transaction(sql -> store.worked(sql, id, null, 0, now(), false));
  }

  /** As of now: the events are told as promptly as any. */
  private Cause cause(FollowUp followUp) {
    return Cause.of(followUp.cause().actor(), now(), followUp.cause().reason());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
