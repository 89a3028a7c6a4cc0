package io.doorward.token.lifecycle.issue;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.issue.IssueOutcome.Issued;
import io.doorward.token.lifecycle.replay.ReplayKey;
import io.doorward.token.lifecycle.replay.SealedReplies;
import io.doorward.token.secret.MintedToken;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A creation whose answer was lost is answered again, as often as it is asked for while the answer
 * is kept: were it gone after the first time, the next repetition would make another token.
 */
@ApplicationScoped
class Replaying {
  private final SealedReplies replies;
  private final TokenStore tokens;
  private final Ledger ledger;

  @Inject
  Replaying(SealedReplies replies, TokenStore tokens, Ledger ledger) {
    this.replies = replies;
    this.tokens = tokens;
    this.ledger = ledger;
  }

  /** The answer that is kept, or what is made now, which is kept then. */
  Uni<IssueOutcome> once(
      SqlConnection sql,
      Principal principal,
      Optional<ReplayKey> key,
      Instant now,
      Supplier<Uni<IssueOutcome>> make) {
    if (key.isEmpty()) {
      return make.get();
    }
    ReplayKey who = key.get();
    return replies
        .alone(sql, who)
        .chain(() -> replies.find(sql, who, now))
        .chain(
            kept ->
                kept.isPresent()
                    ? again(sql, principal, kept.get(), now)
                    : make.get().call(outcome -> keep(sql, who, outcome, now)));
  }

  private Uni<Void> keep(SqlConnection sql, ReplayKey key, IssueOutcome outcome, Instant now) {
    return outcome instanceof Issued issued
        ? replies.keep(sql, key, issued.token().id(), issued.minted(), now)
        : Uni.createFrom().voidItem();
  }

  private Uni<IssueOutcome> again(
      SqlConnection sql, Principal principal, SealedReplies.Kept kept, Instant now) {
    if (!kept.sameRequest()) {
      throw ProblemException.of(ErrorCode.CONFLICT, ReplayKey.OF_ANOTHER);
    }
    MintedToken minted =
        kept.minted()
            .orElseThrow(
                () -> ProblemException.of(ErrorCode.CONFLICT, "The answer cannot be had again."));
    return tokens
        .find(sql, principal.organizationId(), kept.token())
        .map(found -> found.filter(principal::sees).orElseThrow(ProblemException::notFound))
        .chain(token -> again(sql, principal, token, minted, now));
  }

  /** The token may have been given more since: then the answer stays where it is. */
  private Uni<IssueOutcome> again(
      SqlConnection sql, Principal principal, StoredToken token, MintedToken minted, Instant now) {
    List<Violation> excess =
        new Grantor(principal.role(), principal.token()).excess(token, token.terms());
    if (!excess.isEmpty()) {
      return Uni.createFrom()
          .item(new IssueOutcome.Refused(ErrorCode.SCOPE_EXCEEDS_GRANTOR, excess));
    }
    return ledger
        .noted(sql, "token.creation_replayed", token, Cause.of(principal.actor(), now, null))
        .replaceWith(new Issued(token, minted, now));
  }
}
