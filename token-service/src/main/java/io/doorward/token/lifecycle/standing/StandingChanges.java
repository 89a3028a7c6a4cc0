package io.doorward.token.lifecycle.standing;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.change.Transition;
import io.doorward.token.directory.Principal;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

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

  Uni<Changed> change(Principal principal, UUID id, StandingWish wish) {
    Instant now = now();
    Cause cause = Cause.of(principal.actor(), now, wish.reason());
    return ledger
        .transaction(
            sql ->
                tokens
                    .lock(sql, principal.organizationId(), id)
                    .map(
                        found ->
                            found.filter(principal::sees).orElseThrow(ProblemException::notFound))
                    .chain(
                        token ->
                            enter(
                                sql, wish.type(), cause, token, wish.judge(principal, token, now))))
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
