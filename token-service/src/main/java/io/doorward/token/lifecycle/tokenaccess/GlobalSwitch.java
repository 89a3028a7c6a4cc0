package io.doorward.token.lifecycle.tokenaccess;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.scope.Role;
import io.doorward.token.audit.Actor;
import io.doorward.token.barrier.BarrierStore;
import io.doorward.token.barrier.StoredBarrier;
import io.doorward.token.change.Barricade;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes what the configuration says of all API tokens a barrier, or takes that away. A replica that
 * cannot do so does not start: it would serve what it was told not to. No organization's audit log
 * has an entry of it, the service's log has.
 */
@ApplicationScoped
class GlobalSwitch {
  private static final Logger LOG = Logger.getLogger(GlobalSwitch.class);
  private static final String OPERATOR = "operator";
  private static final String REASON = "doorward.tokens.enabled";

  private final TokensConfig config;
  private final Ledger ledger;
  private final Barricade barricade;
  private final BarrierStore store;
  private final Clock clock;

  @Inject
  GlobalSwitch(
      TokensConfig config, Ledger ledger, Barricade barricade, BarrierStore store, Clock clock) {
    this.config = config;
    this.ledger = ledger;
    this.barricade = barricade;
    this.store = store;
    this.clock = clock;
  }

  /** The transaction has a bound of its own. */
  void start(@Observes StartupEvent event) {
    set(config.enabled()).await().indefinitely();
  }

  /** Turns tokens on or off for everybody; tells whether that changed anything. */
  Uni<Boolean> set(boolean enabled) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Cause cause =
        Cause.of(
            new Actor(Actor.Kind.SERVICE, OPERATOR, null, UUID.randomUUID().toString(), null),
            now,
            REASON);
    return ledger.transaction(
        sql ->
            barricade
                .holdAll(sql)
                .chain(() -> store.flagForAll(sql))
                .chain(standing -> set(sql, enabled, standing, cause)));
  }

  private Uni<Boolean> set(
      SqlConnection sql, boolean enabled, Optional<StoredBarrier> standing, Cause cause) {
    if (enabled == standing.isEmpty()) {
      return Uni.createFrom().item(false);
    }
    LOG.warnf("API tokens are turned %s for every organization", enabled ? "on" : "off");
    return (enabled
            ? barricade.lift(
                sql,
                standing.orElseThrow().barrier().id(),
                new StoredBarrier.Lifted(OPERATOR, cause.at(), REASON),
                cause)
            : barricade.raise(sql, flag(cause), cause))
        .replaceWith(true);
  }

  private static StoredBarrier flag(Cause cause) {
    return new StoredBarrier(
        new Barrier(UUID.randomUUID(), Barrier.Kind.FEATURE_FLAG, null, null, null, null),
        REASON,
        OPERATOR,
        Role.OWNER,
        cause.at(),
        null);
  }
}
