package io.doorward.token.protocol.respond;

import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.event.SecurityEvent.Response;
import io.doorward.contract.event.TokenEvent;
import io.doorward.token.audit.Actor;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.change.Standing;
import io.doorward.token.change.Transition;
import io.doorward.token.store.FamilyStore;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Suspension;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;

/**
 * Does what a genuine event asks for: once, however often the event arrives, because the event's id
 * is recorded in the transaction of the suspension. An event that asks for revocation suspends:
 * what cannot be undone is left to people.
 */
@ApplicationScoped
class Responder {
  private static final String SERVICE = "security-monitor";

  private final Ledger ledger;
  private final TokenStore tokens;
  private final FamilyStore families;
  private final BudgetStore budget;
  private final Clock clock;

  @Inject
  Responder(
      Ledger ledger, TokenStore tokens, FamilyStore families, BudgetStore budget, Clock clock) {
    this.ledger = ledger;
    this.tokens = tokens;
    this.families = families;
    this.budget = budget;
    this.clock = clock;
  }

  Uni<Outcome> respond(SecurityEvent event) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return ledger.transaction(
        sql ->
            budget
                .seen(sql, event)
                .chain(
                    seen ->
                        seen
                            ? Uni.createFrom().item(Outcome.DUPLICATE)
                            : act(sql, event, now)
                                .call(outcome -> budget.record(sql, event, outcome, now))));
  }

  private Uni<Outcome> act(SqlConnection sql, SecurityEvent event, Instant now) {
    if (event.response() == Response.SUSPEND_FAMILY) {
      return tokens
          .find(sql, event.organizationId(), event.tokenId())
          .chain(
              found ->
                  found
                      .map(token -> suspendFamily(sql, event, token, now))
                      .orElseGet(() -> Uni.createFrom().item(Outcome.UNKNOWN_TOKEN)));
    }
    if (event.response() != Response.SUSPEND && event.response() != Response.REVOKE) {
      return Uni.createFrom().item(Outcome.NOTED);
    }
    return tokens
        .lock(sql, event.organizationId(), event.tokenId())
        .chain(
            found ->
                found
                    .map(token -> suspend(sql, event, token, now))
                    .orElseGet(() -> Uni.createFrom().item(Outcome.UNKNOWN_TOKEN)));
  }

  private Uni<Outcome> suspend(
      SqlConnection sql, SecurityEvent event, StoredToken token, Instant now) {
    Cause cause = cause(event, now);
    Suspension suspension =
        new Suspension(SERVICE, Suspension.By.SERVICE, event.summary(), now, null);
    if (!(Standing.suspend(token, suspension) instanceof Transition.Next next)) {
      return Uni.createFrom().item(Outcome.NOT_ACTIVE);
    }
    return budget
        .left(sql, event.organizationId(), now)
        .chain(
            left ->
                left
                    ? ledger
                        .changed(sql, TokenEvent.Type.SUSPENDED, token, next.token(), cause)
                        .replaceWith(Outcome.SUSPENDED)
                    : ledger
                        .withheld(sql, "token.suspension_withheld", token, cause)
                        .replaceWith(Outcome.OVER_BUDGET));
  }

  /**
   * All that still works of the family that the token belongs to; against the budget it counts as
   * one, being one owner's one credential.
   */
  private Uni<Outcome> suspendFamily(
      SqlConnection sql, SecurityEvent event, StoredToken presented, Instant now) {
    Cause cause = cause(event, now);
    Suspension suspension =
        new Suspension(SERVICE, Suspension.By.SERVICE, event.summary(), now, null);
    return families
        .lockLiving(sql, event.organizationId(), presented.lineage().family(), now)
        .chain(
            living -> {
              List<StoredToken> active =
                  living.stream()
                      .filter(t -> Standing.suspend(t, suspension) instanceof Transition.Next)
                      .toList();
              return active.isEmpty()
                  ? Uni.createFrom().item(Outcome.NOT_ACTIVE)
                  : budget
                      .left(sql, event.organizationId(), now)
                      .chain(
                          left ->
                              left
                                  ? suspendAll(sql, active, suspension, cause)
                                  : ledger
                                      .withheld(sql, "token.suspension_withheld", presented, cause)
                                      .replaceWith(Outcome.OVER_BUDGET));
            });
  }

  private Uni<Outcome> suspendAll(
      SqlConnection sql, List<StoredToken> tokens, Suspension suspension, Cause cause) {
    Uni<Void> done = Uni.createFrom().voidItem();
    for (StoredToken token : tokens) {
      StoredToken next = token.withSuspension(suspension);
      done = done.chain(() -> ledger.changed(sql, TokenEvent.Type.SUSPENDED, token, next, cause));
    }
    return done.replaceWith(Outcome.SUSPENDED);
  }

  private static Cause cause(SecurityEvent event, Instant now) {
    TreeMap<String, String> evidence = new TreeMap<>(event.evidence());
    evidence.put("event", event.id().toString());
    evidence.put("reportedToken", event.tokenId().toString());
    evidence.put("detection", event.detection());
    evidence.put("score", Double.toString(event.score()));
    Actor actor = new Actor(Actor.Kind.SERVICE, SERVICE, null, event.id().toString(), null);
    return new Cause(actor, now, event.summary(), evidence);
  }
}
