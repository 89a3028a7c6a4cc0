package io.doorward.token.lifecycle.schedule;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.issue.Grantor;
import io.doorward.token.lifecycle.replay.ReplayConfig;
import io.doorward.token.lifecycle.replay.ReplayKey;
import io.doorward.token.lifecycle.schedule.WaitingSuccessors.Waiting;
import io.doorward.token.secret.MintedToken;
import io.doorward.token.secret.Strongbox;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives out a new secret that waits: once, under the old token's row lock. From then on the overlap
 * counts. Whoever holds the old token gets what replaces it without any further right; everybody
 * else needs what rotating it would have needed. Nobody gets a token that is more than they are.
 */
@ApplicationScoped
class Collecting {
  static final Scope WRITE = new Scope("tokens:write");
  private static final Scope ACCOUNTS = new Scope("service-accounts:write");

  private final Ledger ledger;
  private final TokenStore tokens;
  private final WaitingSuccessors waiting;
  private final Notices notices;
  private final Strongbox strongbox;
  private final ReplayConfig config;
  private final Clock clock;

  @Inject
  Collecting(
      Ledger ledger,
      TokenStore tokens,
      WaitingSuccessors waiting,
      Notices notices,
      Strongbox strongbox,
      ReplayConfig config,
      Clock clock) {
    this.ledger = ledger;
    this.tokens = tokens;
    this.waiting = waiting;
    this.notices = notices;
    this.strongbox = strongbox;
    this.config = config;
    this.clock = clock;
  }

  Uni<CollectOutcome> collect(Principal principal, UUID id, Optional<ReplayKey> key) {
    Cause cause = Cause.of(principal.actor(), clock.instant().truncatedTo(ChronoUnit.MICROS), null);
    return ledger.transaction(
        sql ->
            tokens
                .lock(sql, principal.organizationId(), id)
                .map(found -> found.filter(principal::sees).orElseThrow(ProblemException::notFound))
                .chain(old -> collect(sql, principal, old, key, cause)));
  }

  private Uni<CollectOutcome> collect(
      SqlConnection sql,
      Principal principal,
      StoredToken old,
      Optional<ReplayKey> key,
      Cause cause) {
    boolean own = isOf(principal, old);
    if (own && !old.usableAt(cause.at())) {
      throw ProblemException.of(
          ErrorCode.INVALID_TOKEN, "The token in use has ended, or was halted, meanwhile.");
    }
    if (!own) {
      principal.require(WRITE).require(ACCOUNTS);
    }
    return waiting
        .of(sql, old.organizationId(), old.id())
        .map(found -> found.orElseThrow(ProblemException::notFound))
        .chain(
            found ->
                tokens
                    .find(sql, old.organizationId(), found.successor())
                    .map(successor -> successor.orElseThrow(ProblemException::notFound))
                    .chain(
                        successor -> {
                          List<Violation> excess = excess(principal, old, successor);
                          return excess.isEmpty()
                              ? give(sql, old, successor, found, callerKey(key), cause)
                              : Uni.createFrom().item(new CollectOutcome.Excess(excess));
                        }));
  }

  /** As it is when the secret is handed out: it may have been given more since it was made. */
  private static List<Violation> excess(
      Principal principal, StoredToken old, StoredToken successor) {
    boolean own = isOf(principal, old);
    Role ceiling = own || old.owner().equals(principal.owner()) ? Role.OWNER : principal.role();
    // The old token is locked, so it is as it stands; the principal's copy is a moment older.
    return own
        ? new Grantor(ceiling, old).excessOfSuccessor(successor)
        : new Grantor(ceiling, principal.token()).excess(successor, successor.terms());
  }

  private static boolean isOf(Principal principal, StoredToken old) {
    StoredToken used = principal.token();
    return used != null && used.id().equals(old.id());
  }

  private Uni<CollectOutcome> give(
      SqlConnection sql,
      StoredToken old,
      StoredToken successor,
      Waiting found,
      @Nullable String callerKey,
      Cause cause) {
    boolean first = found.collectedAt() == null;
    if (!first && (callerKey == null || !callerKey.equals(found.callerKey()))) {
      return askedAgain(sql, old, cause);
    }
    TokenStatus status = successor.statusAt(cause.at());
    if (status != TokenStatus.ACTIVE && status != TokenStatus.SUSPENDED) {
      return conflict("The new token was replaced or ended meanwhile; ask an administrator.");
    }
    Buffer sealed = found.sealed();
    Optional<MintedToken> minted =
        sealed == null || !cause.at().isBefore(found.waitsUntil())
            ? Optional.empty()
            : strongbox.unlock(
                sealed.getBytes(),
                WaitingSuccessors.context(old.organizationId(), found.successor()));
    if (minted.isEmpty()) {
      return conflict("The new secret cannot be had any more; rotate the new token.");
    }
    Uni<Void> noted =
        first
            ? collected(sql, old, successor, found, callerKey, cause)
            : ledger.noted(sql, "token.rotation_replayed", successor, cause);
    return noted.replaceWith(new CollectOutcome.Collected(successor, minted.get()));
  }

  private Uni<Void> collected(
      SqlConnection sql,
      StoredToken old,
      StoredToken successor,
      Waiting found,
      @Nullable String callerKey,
      Cause cause) {
    Instant until = cause.at().plus(found.overlap());
    Instant before = old.overlapUntil();
    Uni<Void> shortened =
        before == null || old.revocation() != null || !until.isBefore(before)
            ? Uni.createFrom().voidItem()
            : ledger.changed(sql, TokenEvent.Type.UPDATED, old, old.withOverlapUntil(until), cause);
    return waiting
        .collected(sql, found.successor(), cause.at(), callerKey, cause.at().plus(config.replay()))
        .chain(() -> shortened)
        .chain(() -> ledger.noted(sql, "token.successor_collected", successor, cause));
  }

  /** Two want the same secret: one of them may be a stranger. People are told, once. */
  private Uni<CollectOutcome> askedAgain(SqlConnection sql, StoredToken old, Cause cause) {
    return notices
        .first(sql, old.id(), Notices.Kind.ASKED_AGAIN, cause.at())
        .chain(
            first ->
                first
                    ? ledger.noted(sql, Notices.Kind.ASKED_AGAIN.action(), old, cause)
                    : Uni.createFrom().voidItem())
        .chain(() -> conflict("The new secret was collected already."));
  }

  private static @Nullable String callerKey(Optional<ReplayKey> key) {
    return key.map(k -> k.caller() + "/" + k.keyHash()).orElse(null);
  }

  private static Uni<CollectOutcome> conflict(String why) {
    return Uni.createFrom().item(new CollectOutcome.Conflict(why));
  }
}
