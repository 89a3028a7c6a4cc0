package io.doorward.token.lifecycle.edit;

import io.doorward.contract.event.TokenEvent;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
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
import org.jspecify.annotations.Nullable;

/** Changes what a token is called and may do: all that was asked for, or nothing. */
@ApplicationScoped
class Editing {
  private final Ledger ledger;
  private final TokenStore tokens;
  private final EditRulebook rulebook;
  private final Clock clock;

  @Inject
  Editing(Ledger ledger, TokenStore tokens, EditRulebook rulebook, Clock clock) {
    this.ledger = ledger;
    this.tokens = tokens;
    this.rulebook = rulebook;
    this.clock = clock;
  }

  /**
   * @param version the version that is meant; {@code null} for whichever it is
   */
  Uni<EditOutcome> edit(Principal principal, UUID id, EditToken asked, @Nullable Long version) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return ledger.transaction(
        sql ->
            tokens
                .lock(sql, principal.organizationId(), id)
                .map(found -> found.filter(principal::sees).orElseThrow(ProblemException::notFound))
                .chain(token -> edit(sql, principal, token, asked, version, now)));
  }

  private Uni<EditOutcome> edit(
      SqlConnection sql,
      Principal principal,
      StoredToken before,
      EditToken asked,
      @Nullable Long version,
      Instant now) {
    if (version != null && version != before.version()) {
      return Uni.createFrom()
          .item(
              new EditOutcome.Conflict(
                  "The token has changed meanwhile; read it again and decide anew."));
    }
    return rulebook
        .read(sql, principal.organizationId())
        .map(rules -> rules.judge(principal, before, asked, now))
        .call(outcome -> enter(sql, principal, before, outcome, now));
  }

  private Uni<Void> enter(
      SqlConnection sql,
      Principal principal,
      StoredToken before,
      EditOutcome outcome,
      Instant now) {
    if (outcome instanceof EditOutcome.Edited edited && edited.changed()) {
      Cause cause = Cause.of(principal.actor(), now, null);
      return ledger.changed(sql, TokenEvent.Type.UPDATED, before, edited.token(), cause);
    }
    return Uni.createFrom().voidItem();
  }
}
