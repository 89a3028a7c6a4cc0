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
 * cannot do so does not start: it would serve what it was told not to. The operator belongs to no
 * organization, and so these decisions have a record of their own beside the audit logs.
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
  private final OperatorDecisions decisions;
  private final Clock clock;

  @Inject
  GlobalSwitch(
      TokensConfig config,
      Ledger ledger,
      Barricade barricade,
      BarrierStore store,
      OperatorDecisions decisions,
      Clock clock) {
    this.config = config;
    this.ledger = ledger;
    this.barricade = barricade;
    this.store = store;
    this.decisions = decisions;
    this.clock = clock;
  }

  /** The transaction has a bound of its own. */
  void start(@Observes StartupEvent event) {
    set(new OperatorDecision(config.revision(), config.enabled())).await().indefinitely();
  }

  /**
   * Turns tokens on or off for everybody, if nothing later has been decided; tells whether that
   * changed anything.
   */
  Uni<Boolean> set(OperatorDecision decision) {
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
                .chain(() -> decisions.standing(sql))
                .chain(standing -> set(sql, decision, standing, cause)));
  }

  private Uni<Boolean> set(
      SqlConnection sql, OperatorDecision decision, OperatorDecision standing, Cause cause) {
    if (!decision.follows(standing)) {
      if (decision.enabled() != standing.enabled()) {
        LOG.warnf(
            "API tokens stay %s for every organization: revision %d of that decision is in force,"
                + " and this replica has %d (doorward.tokens.revision)",
            standing.enabled() ? "on" : "off", standing.revision(), decision.revision());
      }
      return Uni.createFrom().item(false);
    }
    LOG.warnf(
        "API tokens are %s for every organization, by revision %d of that decision",
        decision.enabled() ? "on" : "off", decision.revision());
    return decisions
        .add(sql, decision, cause.at(), replica())
        .chain(() -> store.flagForAll(sql))
        .chain(flag -> turn(sql, decision.enabled(), flag, cause));
  }

  private Uni<Boolean> turn(
      SqlConnection sql, boolean enabled, Optional<StoredBarrier> flag, Cause cause) {
    if (enabled == flag.isEmpty()) {
      return Uni.createFrom().item(false);
    }
    return (enabled
            ? barricade.lift(
                sql,
                flag.orElseThrow().barrier().id(),
                new StoredBarrier.Lifted(OPERATOR, cause.at(), REASON),
                cause)
            : barricade.raise(sql, flag(cause), cause))
        .replaceWith(true);
  }

  private static String replica() {
    String host = System.getenv("HOSTNAME");
    return host == null || host.isBlank() ? "unknown" : host;
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
