package io.doorward.token.protocol.leak;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.token.LookupKey;
import io.doorward.token.audit.Actor;
import io.doorward.token.catalogue.policy.LeakResponse;
import io.doorward.token.catalogue.policy.PolicyStore;
import io.doorward.token.change.Cause;
import io.doorward.token.change.FirstSight;
import io.doorward.token.change.Ledger;
import io.doorward.token.change.Standing;
import io.doorward.token.change.Transition;
import io.doorward.token.protocol.leak.LeakStore.Pending;
import io.doorward.token.store.Revocation;
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
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Does to a reported token what its organization wants: the report, the token, its audit entry and
 * its event in one transaction, so that each report counts once. The event and the entry tell the
 * owner.
 */
@ApplicationScoped
class LeakResponder implements FirstSight {
  private static final String SERVICE = "leak-report";
  private static final String REASON = "reported as leaked";

  private final Ledger ledger;
  private final LeakStore store;
  private final TokenStore tokens;
  private final PolicyStore policies;
  private final LeakConfig config;
  private final Clock clock;

  @Inject
  LeakResponder(
      Ledger ledger,
      LeakStore store,
      TokenStore tokens,
      PolicyStore policies,
      LeakConfig config,
      Clock clock) {
    this.ledger = ledger;
    this.store = store;
    this.tokens = tokens;
    this.policies = policies;
    this.config = config;
    this.clock = clock;
  }

  /** Deals with the oldest report; tells whether there was one. */
  Uni<Boolean> next() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return ledger.transaction(
        sql ->
            store
                .next(sql)
                .chain(
                    found ->
                        found.isEmpty()
                            ? Uni.createFrom().item(false)
                            : act(sql, found.get(), now)
                                .chain(outcome -> store.done(sql, found.get().id(), outcome, now))
                                .replaceWith(true)
                                .onFailure()
                                .transform(e -> new Undealt(found.get().id(), e))));
  }

  /**
   * Puts this report away undone, so that the others go on; not if another replica has it in hand.
   */
  Uni<Boolean> giveUp(long report) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return ledger.transaction(
        sql ->
            store
                .waits(sql, report)
                .chain(
                    waits ->
                        waits
                            ? store.done(sql, report, "failed", now).replaceWith(true)
                            : Uni.createFrom().item(false)));
  }

  private Uni<String> act(SqlConnection sql, Pending pending, Instant now) {
    return tokens
        .lock(sql, pending.report().lookups())
        .chain(
            found ->
                found.isEmpty()
                    ? Uni.createFrom().item("unknown")
                    : respond(sql, found.get(), pending, now));
  }

  private Uni<String> respond(SqlConnection sql, StoredToken token, Pending pending, Instant now) {
    return policies
        .read(sql, token.organizationId())
        .map(policy -> decided(policy.leakResponse()))
        .chain(response -> change(sql, token, response, cause(pending, now)));
  }

  /** Does what its organization wants to a token that was reported before its key was known. */
  @Override
  public Uni<StoredToken> seen(
      SqlConnection sql, StoredToken token, List<LookupKey> lookups, Instant now) {
    return store
        .inVain(sql, lookups)
        .chain(
            found ->
                found.isEmpty()
                    ? Uni.createFrom().item(token)
                    : respond(sql, token, found.get(), now)
                        .chain(outcome -> store.done(sql, found.get().id(), outcome, now))
                        .chain(() -> tokens.find(sql, token.organizationId(), token.id()))
                        .map(Optional::orElseThrow));
  }

  private LeakResponse decided(@Nullable LeakResponse own) {
    return own == null ? config.response() : own;
  }

  private Uni<String> change(
      SqlConnection sql, StoredToken token, LeakResponse response, Cause cause) {
    if (response == LeakResponse.ALERT) {
      return mayWorkYet(token, cause.at())
          ? ledger.told(sql, TokenEvent.Type.LEAKED, token, cause).replaceWith("alerted")
          : Uni.createFrom().item("not_active");
    }
    boolean revoke = response == LeakResponse.REVOKE;
    Transition transition =
        revoke
            ? Standing.revoke(token, new Revocation(SERVICE, REASON, cause.at()))
            : Standing.suspend(
                token, new Suspension(SERVICE, Suspension.By.SERVICE, REASON, cause.at(), null));
    return transition instanceof Transition.Next next
        ? ledger
            .changed(
                sql,
                revoke ? TokenEvent.Type.REVOKED : TokenEvent.Type.SUSPENDED,
                token,
                next.token(),
                cause)
            .replaceWith(revoke ? "revoked" : "suspended")
        : Uni.createFrom().item("not_active");
  }

  /** A suspension may end and a barrier be released; who owns the token is to know before that. */
  private static boolean mayWorkYet(StoredToken token, Instant now) {
    return switch (token.statusAt(now)) {
      case ACTIVE, SUSPENDED, ROTATED -> !token.snapshot().retiredAt(now);
      case EXPIRED, REVOKED -> false;
    };
  }

  private static Cause cause(Pending pending, Instant now) {
    Report report = pending.report();
    TreeMap<String, String> evidence = new TreeMap<>();
    evidence.put("report", Long.toString(pending.id()));
    evidence.put("reporter", report.reporter().wireName());
    if (report.url() != null) {
      evidence.put("url", report.url());
    }
    Actor actor = new Actor(Actor.Kind.SERVICE, SERVICE, null, report.requestId(), null);
    return new Cause(actor, now, REASON, evidence);
  }
}
