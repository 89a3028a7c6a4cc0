package io.doorward.token.lifecycle.standing;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.change.Standing;
import io.doorward.token.change.Transition;
import io.doorward.token.directory.Principal;
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
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes a token's standing: the row is locked, the change judged, entered, answered. */
@ApplicationScoped
class StandingChanges {
  private final Ledger ledger;
  private final TokenStore tokens;
  private final Clock clock;

  @Inject
  StandingChanges(Ledger ledger, TokenStore tokens, Clock clock) {
    this.ledger = ledger;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** A token as it is after a change that was made then, and has been committed. */
  record Changed(StoredToken token, Instant at) {}

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  Uni<Changed> revoke(Principal principal, UUID id, @Nullable String reason) {
    Instant now = now();
    Revocation revocation = new Revocation(principal.subject(), reason, now);
    return change(
        principal,
        id,
        TokenEvent.Type.REVOKED,
        Cause.of(principal.actor(), now, reason),
        token -> Standing.revoke(token, revocation));
  }

  Uni<Changed> suspend(Principal principal, UUID id, String reason, @Nullable Instant until) {
    Instant now = now();
    Suspension suspension =
        new Suspension(
            principal.subject(),
            principal.token() == null ? Suspension.By.USER : Suspension.By.TOKEN,
            reason,
            now,
            until == null ? null : until.truncatedTo(ChronoUnit.MICROS));
    return change(
        principal,
        id,
        TokenEvent.Type.SUSPENDED,
        Cause.of(principal.actor(), now, reason),
        token -> Standing.suspend(token, suspension));
  }

  Uni<Changed> reactivate(Principal principal, UUID id) {
    Instant now = now();
    return change(
        principal,
        id,
        TokenEvent.Type.REACTIVATED,
        Cause.of(principal.actor(), now, null),
        token -> {
          Transition transition = Standing.reactivate(token, now);
          if (transition instanceof Transition.Next) {
            Release.require(principal, token);
          }
          return transition;
        });
  }

  private Uni<Changed> change(
      Principal principal,
      UUID id,
      TokenEvent.Type type,
      Cause cause,
      Function<StoredToken, Transition> judge) {
    return ledger
        .transaction(
            sql ->
                tokens
                    .lock(sql, principal.organizationId(), id)
                    .map(
                        found ->
                            found.filter(principal::sees).orElseThrow(ProblemException::notFound))
                    .chain(token -> enter(sql, type, cause, token, judge.apply(token))))
        .map(token -> new Changed(token, cause.at()));
  }

  private Uni<StoredToken> enter(
      SqlConnection sql,
      TokenEvent.Type type,
      Cause cause,
      StoredToken before,
      Transition transition) {
    if (transition instanceof Transition.Next next) {
      return ledger.changed(sql, type, before, next.token(), cause).replaceWith(next.token());
    }
    if (transition instanceof Transition.Already already) {
      return Uni.createFrom().item(already.token());
    }
    throw ProblemException.of(ErrorCode.CONFLICT, ((Transition.Refused) transition).why());
  }
}
