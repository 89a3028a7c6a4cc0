package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.replay.ReplayKey;
import io.doorward.token.lifecycle.replay.SealedReplies;
import io.doorward.token.secret.MintedToken;
import io.doorward.token.store.StoredToken;
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
import java.util.UUID;

/**
 * Replaces a token by a successor with a new secret, on the same terms and for the same owner. The
 * old row is locked before it is read, so of many rotations at once one succeeds; owner and agent
 * are held too, so that a change of theirs reaches the successor as well.
 */
@ApplicationScoped
class Rotating {
  private final Ledger ledger;
  private final TokenStore tokens;
  private final Successions successions;
  private final Retirements retirements;
  private final SealedReplies replies;
  private final Clock clock;

  @Inject
  Rotating(
      Ledger ledger,
      TokenStore tokens,
      Successions successions,
      Retirements retirements,
      SealedReplies replies,
      Clock clock) {
    this.ledger = ledger;
    this.tokens = tokens;
    this.successions = successions;
    this.retirements = retirements;
    this.replies = replies;
    this.clock = clock;
  }

  Uni<RotateOutcome> rotate(Principal principal, UUID id, Rotation asked, Optional<ReplayKey> key) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Cause cause = Cause.of(principal.actor(), now, asked.reason());
    return ledger.transaction(
        sql ->
            tokens
                .lockWithOwner(sql, principal.organizationId(), id)
                .map(found -> found.filter(principal::sees).orElseThrow(ProblemException::notFound))
                .chain(old -> answer(sql, principal, old, asked, key, cause)));
  }

  private Uni<RotateOutcome> answer(
      SqlConnection sql,
      Principal principal,
      StoredToken old,
      Rotation asked,
      Optional<ReplayKey> key,
      Cause cause) {
    List<Violation> excess = Replacement.excess(principal, old);
    if (!excess.isEmpty()) {
      return done(new RotateOutcome.Refused(ErrorCode.SCOPE_EXCEEDS_GRANTOR, excess));
    }
    if (key.isEmpty()) {
      return replace(sql, principal, old, asked, key, cause);
    }
    return replies
        .find(sql, key.get(), cause.at())
        .chain(
            kept ->
                kept.isPresent()
                    ? replay(sql, principal, old, key.get(), kept.get(), cause)
                    : replace(sql, principal, old, asked, key, cause));
  }

  private Uni<RotateOutcome> replay(
      SqlConnection sql,
      Principal principal,
      StoredToken old,
      ReplayKey key,
      SealedReplies.Kept kept,
      Cause cause) {
    if (!kept.sameRequest()) {
      return done(new RotateOutcome.Conflict(ReplayKey.OF_ANOTHER));
    }
    Optional<MintedToken> minted = kept.minted();
    if (minted.isEmpty()) {
      return done(new RotateOutcome.Conflict("The answer cannot be had again."));
    }
    return tokens
        .find(sql, principal.organizationId(), kept.token())
        .map(found -> found.orElseThrow(ProblemException::notFound))
        .chain(
            successor -> {
              // It may have been given more since: then the answer stays where it is.
              List<Violation> excess = Replacement.excess(principal, old, successor);
              return excess.isEmpty()
                  ? shown(sql, key, successor, minted.get(), cause)
                  : done(new RotateOutcome.Refused(ErrorCode.SCOPE_EXCEEDS_GRANTOR, excess));
            });
  }

  private Uni<RotateOutcome> shown(
      SqlConnection sql, ReplayKey key, StoredToken successor, MintedToken minted, Cause cause) {
    return replies
        .remove(sql, key)
        .chain(() -> ledger.noted(sql, "token.rotation_replayed", successor, cause))
        .replaceWith(new RotateOutcome.Rotated(successor, minted));
  }

  private Uni<RotateOutcome> replace(
      SqlConnection sql,
      Principal principal,
      StoredToken old,
      Rotation asked,
      Optional<ReplayKey> key,
      Cause cause) {
    return successions
        .replace(sql, old, principal.subject(), asked.overlap(), cause)
        .call(
            outcome ->
                outcome instanceof RotateOutcome.Rotated rotated
                    ? note(sql, old, asked, key, rotated, cause)
                    : Uni.createFrom().voidItem());
  }

  private Uni<Void> note(
      SqlConnection sql,
      StoredToken old,
      Rotation asked,
      Optional<ReplayKey> key,
      RotateOutcome.Rotated made,
      Cause cause) {
    UUID successor = made.successor().id();
    Uni<Void> retiring =
        asked.retireOnFirstUse()
            ? retirements.add(sql, old, successor)
            : Uni.createFrom().voidItem();
    return retiring.chain(() -> keep(sql, key, made.minted(), successor, cause.at()));
  }

  private Uni<Void> keep(
      SqlConnection sql, Optional<ReplayKey> key, MintedToken minted, UUID successor, Instant now) {
    return key.map(who -> replies.keep(sql, who, successor, minted, now))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private static Uni<RotateOutcome> done(RotateOutcome outcome) {
    return Uni.createFrom().item(outcome);
  }
}
