package io.doorward.token.lifecycle.expiry;

import io.doorward.contract.event.TokenEvent;
import io.doorward.token.audit.Actor;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
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
 * Goes through what expires, in every replica: each token is locked by one of them and noted in the
 * transaction that tells of it, so it is told of once.
 */
@ApplicationScoped
class ExpirySweep {
  private static final Logger LOG = Logger.getLogger(ExpirySweep.class);

  private final Vertx vertx;
  private final Ledger ledger;
  private final TokenStore tokens;
  private final DueTokens due;
  private final ExpiryConfig config;
  private final Clock clock;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long timer = -1;

  @Inject
  ExpirySweep(
      Vertx vertx,
      Ledger ledger,
      TokenStore tokens,
      DueTokens due,
      ExpiryConfig config,
      Clock clock) {
    this.vertx = vertx;
    this.ledger = ledger;
    this.tokens = tokens;
    this.due = due;
    this.config = config;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(config.every().toMillis(), any -> run());
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
              e -> LOG.warnf("tokens that expire could not be gone through: %s", e.getMessage()));
    }
  }

  /** Deals with all that is due. */
  Uni<Void> sweep() {
    return batch().chain(count -> count == 0 ? Uni.createFrom().voidItem() : sweep());
  }

  /** Of one organization: the audit log links its entries one transaction after the other. */
  private Uni<Integer> batch() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    String id = UUID.randomUUID().toString();
    Actor actor = new Actor(Actor.Kind.SERVICE, "token-service", null, id, null);
    return ledger.bulk(
        sql ->
            due.take(sql, now, config.batch())
                .map(ExpirySweep::ofTheFirstsOrganization)
                .chain(all -> tell(sql, all, actor, now).replaceWith(all.size())));
  }

  private static List<DueTokens.Due> ofTheFirstsOrganization(List<DueTokens.Due> all) {
    return all.stream()
        .filter(one -> one.organizationId().equals(all.get(0).organizationId()))
        .toList();
  }

  private Uni<Void> tell(SqlConnection sql, List<DueTokens.Due> all, Actor actor, Instant now) {
    Uni<Void> told = Uni.createFrom().voidItem();
    for (DueTokens.Due one : all) {
      told =
          told.chain(
              () ->
                  tokens
                      .find(sql, one.organizationId(), one.id())
                      .chain(token -> tell(sql, token.orElseThrow(), one.stage(), actor, now))
                      .chain(() -> due.note(sql, one)));
    }
    return told;
  }

  private Uni<Void> tell(
      SqlConnection sql, StoredToken token, Stage stage, Actor actor, Instant now) {
    if (stage == Stage.EXPIRED) {
      Cause cause = Cause.of(actor, now, null);
      return ledger.changed(sql, TokenEvent.Type.EXPIRED, token, token.grownOlder(), cause);
    }
    String within = "P" + stage.ahead().toDays() + "D";
    TreeMap<String, String> evidence = new TreeMap<>();
    evidence.put("expiresAt", String.valueOf(token.expiresAt()));
    evidence.put("within", within);
    Cause cause = new Cause(actor, now, within, evidence);
    return ledger.told(sql, TokenEvent.Type.EXPIRING, token, cause);
  }
}
