package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.event.TokenEvent;
import io.doorward.token.audit.Actor;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.change.Standing;
import io.doorward.token.change.Transition;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
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
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Ends the overlap of old secrets whose successor has been used, where that was asked for. Runs in
 * every replica: each wish is taken by one of them and gone with the end it brought about, so that
 * comes about once. As long as the successor has not been used, nothing happens.
 */
@ApplicationScoped
class EarlyRetirement {
  private static final Logger LOG = Logger.getLogger(EarlyRetirement.class);
  private static final int BATCH = 50;

  private final Vertx vertx;
  private final Ledger ledger;
  private final TokenStore tokens;
  private final Retirements retirements;
  private final RotationConfig config;
  private final Clock clock;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long timer = -1;

  @Inject
  EarlyRetirement(
      Vertx vertx,
      Ledger ledger,
      TokenStore tokens,
      Retirements retirements,
      RotationConfig config,
      Clock clock) {
    this.vertx = vertx;
    this.ledger = ledger;
    this.tokens = tokens;
    this.retirements = retirements;
    this.config = config;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(config.retireEvery().toMillis(), any -> run());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  private void run() {
    if (running.compareAndSet(false, true)) {
      sweep()
          .onTermination()
          .invoke(() -> running.set(false))
          .subscribe()
          .with(
              done -> {},
              e -> LOG.warnf("old secrets could not be ended early: %s", e.getMessage()));
    }
  }

  /** Deals with all that is due. */
  Uni<Void> sweep() {
    return batch().chain(count -> count == 0 ? Uni.createFrom().voidItem() : sweep());
  }

  /**
   * Of one organization: the audit log links its entries one transaction after the other. With the
   * time of a change of many: a batch that never fits would be begun anew for ever.
   */
  private Uni<Integer> batch() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return ledger.bulk(
        sql ->
            retirements
                .take(sql, now, BATCH)
                .chain(all -> end(sql, all, now).replaceWith(all.size())));
  }

  private Uni<Void> end(SqlConnection sql, List<Retirements.Due> all, Instant now) {
    Uni<Void> ended = Uni.createFrom().voidItem();
    for (Retirements.Due due : all) {
      ended =
          ended
              .chain(() -> tokens.lock(sql, due.organizationId(), due.token()))
              .chain(found -> end(sql, found.orElseThrow(), due, now))
              .chain(() -> retirements.remove(sql, due));
    }
    return ended;
  }

  private Uni<Void> end(SqlConnection sql, StoredToken old, Retirements.Due due, Instant now) {
    return due.usedAt() != null && Standing.retire(old, now) instanceof Transition.Next next
        ? ledger.changed(sql, TokenEvent.Type.RETIRED, old, next.token(), cause(due, now))
        : Uni.createFrom().voidItem();
  }

  private static Cause cause(Retirements.Due due, Instant now) {
    TreeMap<String, String> evidence = new TreeMap<>();
    evidence.put("successor", due.successor().toString());
    evidence.put("usedAt", String.valueOf(due.usedAt()));
    evidence.put("usedFrom", String.valueOf(due.usedFrom()));
    String id = UUID.randomUUID().toString();
    Actor actor = new Actor(Actor.Kind.SERVICE, "token-service", null, id, null);
    return new Cause(actor, now, "The new secret is in use.", evidence);
  }
}
