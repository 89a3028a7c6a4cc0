package io.doorward.token.lifecycle.schedule;

import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.token.audit.Actor;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.lifecycle.rotate.RotateOutcome;
import io.doorward.token.lifecycle.rotate.Successions;
import io.doorward.token.secret.Strongbox;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes the successors that are due, an account at a time; the account's schedule is held
 * meanwhile, so that of several replicas one does it. The old secret is accepted for as long as the
 * new one waits: that does not depend on any sweep coming in time.
 */
@ApplicationScoped
class ScheduledRotation {
  private static final Logger LOG = Logger.getLogger(ScheduledRotation.class);

  private final Ledger ledger;
  private final TokenStore tokens;
  private final DueRotations due;
  private final Successions successions;
  private final WaitingSuccessors waiting;
  private final Notices notices;
  private final Strongbox strongbox;
  private final ScheduleConfig config;
  private final Clock clock;

  @Inject
  ScheduledRotation(
      Ledger ledger,
      TokenStore tokens,
      DueRotations due,
      Successions successions,
      WaitingSuccessors waiting,
      Notices notices,
      Strongbox strongbox,
      ScheduleConfig config,
      Clock clock) {
    this.ledger = ledger;
    this.tokens = tokens;
    this.due = due;
    this.successions = successions;
    this.waiting = waiting;
    this.notices = notices;
    this.strongbox = strongbox;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Replaces what is due, each account's once. One with which something goes wrong holds up none.
   */
  Uni<Void> all() {
    return next(new HashSet<>());
  }

  private Uni<Void> next(Set<UUID> seen) {
    int before = seen.size();
    return account(seen)
        .onFailure(e -> seen.size() > before)
        .recoverWithUni(
            e -> {
              LOG.warnf("scheduled rotations wait: %s", e.getMessage());
              return Uni.createFrom().voidItem();
            })
        .chain(() -> seen.size() > before ? next(seen) : Uni.createFrom().voidItem());
  }

  /** One account's, if there is one left that was not seen. */
  private Uni<Void> account(Set<UUID> seen) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return ledger.bulk(
        sql ->
            due.takeAccount(sql, now, seen)
                .chain(
                    found -> {
                      if (found.isEmpty()) {
                        return Uni.createFrom().voidItem();
                      }
                      DueRotations.Account account = found.get();
                      seen.add(account.id());
                      return due.tokens(sql, account, now, config.batch())
                          .chain(ids -> replaceAll(sql, account, ids, now));
                    }));
  }

  private Uni<Void> replaceAll(
      SqlConnection sql, DueRotations.Account account, List<UUID> ids, Instant now) {
    Uni<Void> done = Uni.createFrom().voidItem();
    for (UUID id : ids) {
      done =
          done.chain(() -> tokens.lockWithOwner(sql, account.organizationId(), id))
              .map(Optional::orElseThrow)
              .chain(
                  old ->
                      // Somebody may have been quicker since it was found.
                      old.statusAt(now) == TokenStatus.ACTIVE
                          ? replace(sql, account, old, now)
                          : Uni.createFrom().voidItem());
    }
    return done;
  }

  private Uni<Void> replace(
      SqlConnection sql, DueRotations.Account account, StoredToken old, Instant now) {
    Cause cause = cause(account, now);
    return successions
        .replace(sql, old, old.createdBy(), config.patience(), cause)
        .chain(
            outcome ->
                outcome instanceof RotateOutcome.Rotated made
                    ? keep(sql, account, old, made, now)
                    : failed(sql, old, outcome, cause));
  }

  private Uni<Void> keep(
      SqlConnection sql,
      DueRotations.Account account,
      StoredToken old,
      RotateOutcome.Rotated made,
      Instant now) {
    UUID successor = made.successor().id();
    byte[] sealed =
        strongbox.lock(
            made.minted(), WaitingSuccessors.context(account.organizationId(), successor));
    return waiting.add(
        sql,
        account.organizationId(),
        old.id(),
        successor,
        account.overlap(),
        now,
        now.plus(config.patience()),
        sealed);
  }

  private Uni<Void> failed(SqlConnection sql, StoredToken old, RotateOutcome outcome, Cause cause) {
    String why =
        outcome instanceof RotateOutcome.Refused refused
            ? "The policy does not allow it: " + refused.violations().get(0).message()
            : ((RotateOutcome.Conflict) outcome).why();
    Cause told = new Cause(cause.actor(), cause.at(), why, cause.evidence());
    return notices
        .first(sql, old.id(), Notices.Kind.FAILED, cause.at())
        .chain(
            first ->
                first
                    ? ledger.noted(sql, Notices.Kind.FAILED.action(), old, told)
                    : Uni.createFrom().voidItem());
  }

  private static Cause cause(DueRotations.Account account, Instant now) {
    TreeMap<String, String> evidence = new TreeMap<>();
    evidence.put("everyDays", Integer.toString(account.everyDays()));
    evidence.put("serviceAccount", account.id().toString());
    return new Cause(actor(), now, "As the rotation schedule asks.", evidence);
  }

  static Actor actor() {
    String id = UUID.randomUUID().toString();
    return new Actor(Actor.Kind.SERVICE, "token-service", null, id, null);
  }
}
