package io.doorward.token.change;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.database.Database;
import io.doorward.token.outbox.Outbox;
import io.doorward.token.store.Facet;
import io.doorward.token.store.Revocation;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenBatch;
import io.doorward.token.store.TokenSelection;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where every change of a token is entered. */
@ApplicationScoped
public class Ledger {
  private static final String TARGET = "token";

  /** Tokens that are changed with one round trip a table. */
  private static final int BATCH = 500;

  private final Database database;
  private final TokenStore tokens;
  private final TokenBatch batch;
  private final AuditLog audit;
  private final Outbox outbox;
  private final CreationGuard guard;
  private final FollowUpStore followUps;
  private final FollowUpConfig bounds;

  @Inject
  Ledger(
      Database database,
      TokenStore tokens,
      TokenBatch batch,
      AuditLog audit,
      Outbox outbox,
      CreationGuard guard,
      FollowUpStore followUps,
      FollowUpConfig bounds) {
    this.database = database;
    this.tokens = tokens;
    this.batch = batch;
    this.audit = audit;
    this.outbox = outbox;
    this.guard = guard;
    this.followUps = followUps;
    this.bounds = bounds;
  }

  /** Runs the work in one transaction; once it has committed the relay is woken. */
  public <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
    return database.transaction(work).invoke(any -> outbox.committed());
  }

  /** As {@link #transaction}, for a change of many tokens, which may take longer. */
  public <T> Uni<T> bulk(Function<SqlConnection, Uni<T>> work) {
    return database.bulk(work).invoke(any -> outbox.committed());
  }

  /**
   * Writes the snapshots of all tokens of the selection anew, because what they take from the owner
   * or the organization has changed; that change's own entry in the audit log stands for all. If
   * there are very many they follow once the transaction has committed.
   *
   * @return whether they follow
   */
  public Uni<Boolean> refresh(SqlConnection sql, TokenSelection which, Cause cause) {
    return tokens
        .moreThan(sql, which, bounds.beyond())
        .chain(
            follow ->
                (follow
                        ? followUps.add(sql, which, cause)
                        : many(sql, which, batch -> refresh(sql, batch, cause)).replaceWithVoid())
                    .replaceWith(follow));
  }

  /**
   * As {@link #refresh(SqlConnection, TokenSelection, Cause)} for what must hold with the commit.
   *
   * @throws ProblemException {@code conflict} if there are too many
   */
  public Uni<Void> refreshNow(SqlConnection sql, TokenSelection which, Cause cause) {
    return notTooMany(sql, which)
        .chain(() -> many(sql, which, batch -> refresh(sql, batch, cause)))
        .replaceWithVoid();
  }

  /** Some of the selection, in the order of their ids; which ones. */
  Uni<List<UUID>> refreshSome(
      SqlConnection sql, TokenSelection which, @Nullable UUID after, int most, Cause cause) {
    return tokens
        .lock(sql, which, after, most)
        .call(
            ids ->
                ids.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : tokens.findAll(sql, ids).chain(batch -> refresh(sql, batch, cause)));
  }

  private Uni<Void> refresh(SqlConnection sql, List<StoredToken> batch, Cause cause) {
    List<StoredToken> next = batch.stream().map(StoredToken::refreshed).toList();
    return enter(sql, TokenEvent.Type.UPDATED, next, null, cause);
  }

  private Uni<Void> notTooMany(SqlConnection sql, TokenSelection which) {
    int most = bounds.mostEnded();
    return tokens
        .moreThan(sql, which, most)
        .invoke(
            more -> {
              if (more) {
                throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    "This would end more than "
                        + most
                        + " tokens, which cannot be done in one step. Stop them all with a kill"
                        + " switch (POST /api/v1/kill-switches), revoke them with jobs (POST"
                        + " /api/v1/token-jobs), and then do this again.");
              }
            })
        .replaceWithVoid();
  }

  /**
   * Ends all tokens of the selection for good.
   *
   * @return how many there are
   * @throws ProblemException {@code conflict} if there are too many
   */
  public Uni<Integer> revoke(SqlConnection sql, TokenSelection which, Cause cause) {
    return notTooMany(sql, which).chain(() -> revokeAll(sql, which, cause));
  }

  private Uni<Integer> revokeAll(SqlConnection sql, TokenSelection which, Cause cause) {
    Revocation revocation = new Revocation(cause.actor().id(), cause.reason(), cause.at());
    return many(
        sql,
        which,
        batch -> {
          List<StoredToken> next = batch.stream().map(t -> t.withRevocation(revocation)).toList();
          List<AuditEntry> entries = new ArrayList<>();
          for (int i = 0; i < next.size(); i++) {
            entries.add(entry(action(TokenEvent.Type.REVOKED), batch.get(i), next.get(i), cause));
          }
          return enter(sql, TokenEvent.Type.REVOKED, next, revocation, cause)
              .chain(() -> audit.appendAll(sql, entries));
        });
  }

  private Uni<Integer> many(
      SqlConnection sql, TokenSelection which, Function<List<StoredToken>, Uni<Void>> change) {
    return tokens
        .lock(sql, which)
        .chain(
            ids ->
                Multi.createFrom()
                    .iterable(ids)
                    .group()
                    .intoLists()
                    .of(BATCH)
                    .onItem()
                    .transformToUniAndConcatenate(
                        batch -> tokens.findAll(sql, batch).chain(change::apply))
                    .collect()
                    .last()
                    .replaceWith(ids.size()));
  }

  private Uni<Void> enter(
      SqlConnection sql,
      TokenEvent.Type type,
      List<StoredToken> next,
      @Nullable Revocation revocation,
      Cause cause) {
    return tokens
        .updateAll(sql, next, revocation)
        .chain(() -> outbox.appendAll(sql, type, snapshots(next), cause.at(), cause.reason()))
        .replaceWithVoid();
  }

  /** A token before and after a change. */
  public record Step(StoredToken before, StoredToken after) {}

  /**
   * Enters the next versions of tokens whose rows the transaction has locked, each with its own
   * entry in the audit log.
   *
   * @param facet all that was changed of them
   * @return the last of their outbox rows
   */
  public Uni<Long> changed(
      SqlConnection sql, TokenEvent.Type type, Facet facet, List<Step> steps, Cause cause) {
    List<StoredToken> after = steps.stream().map(Step::after).toList();
    List<AuditEntry> entries =
        steps.stream().map(s -> entry(action(type), s.before(), s.after(), cause)).toList();
    return batch
        .update(sql, facet, after)
        .chain(() -> audit.appendAll(sql, entries))
        .chain(() -> outbox.appendAll(sql, type, snapshots(after), cause.at(), cause.reason()));
  }

  /** Enters new tokens, as {@link #created(SqlConnection, StoredToken, Cause)}. */
  public Uni<Long> created(SqlConnection sql, List<StoredToken> fresh, Cause cause) {
    return guard
        .admit(sql, fresh, cause)
        .chain(() -> batch.insert(sql, fresh))
        .chain(() -> made(sql, action(TokenEvent.Type.CREATED), fresh, cause));
  }

  private Uni<Long> made(SqlConnection sql, String action, List<StoredToken> fresh, Cause cause) {
    return audit
        .appendAll(sql, fresh.stream().map(t -> entry(action, null, t, cause)).toList())
        .chain(
            () ->
                outbox.appendAll(
                    sql, TokenEvent.Type.CREATED, snapshots(fresh), cause.at(), cause.reason()));
  }

  private static List<TokenSnapshot> snapshots(List<StoredToken> of) {
    return of.stream().map(StoredToken::snapshot).toList();
  }

  private static String action(TokenEvent.Type type) {
    return TARGET + "." + type.wireName().toLowerCase(Locale.ROOT);
  }

  /** Enters a new token, unless a barrier forbids that it comes into being. */
  public Uni<Void> created(SqlConnection sql, StoredToken token, Cause cause) {
    return guard
        .admit(sql, List.of(token), cause)
        .chain(() -> tokens.insert(sql, token))
        .chain(() -> enter(sql, TokenEvent.Type.CREATED, null, token, cause));
  }

  /**
   * Enters many new tokens, with an entry each in the audit log.
   *
   * @param drafts only what is the tokens' own counts; the rest is read back
   */
  public Uni<Void> createdAll(
      SqlConnection sql, String action, List<StoredToken> drafts, Cause cause) {
    return Multi.createFrom()
        .iterable(drafts)
        .group()
        .intoLists()
        .of(BATCH)
        .onItem()
        .transformToUniAndConcatenate(part -> createdBatch(sql, action, part, cause))
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Long> createdBatch(
      SqlConnection sql, String action, List<StoredToken> drafts, Cause cause) {
    return guard
        .admit(sql, drafts, cause)
        .chain(() -> batch.insert(sql, drafts))
        .chain(() -> tokens.findAll(sql, drafts.stream().map(StoredToken::id).toList()))
        .chain(fresh -> made(sql, action, fresh, cause));
  }

  /**
   * Enters that a token whose row the transaction has locked is found under another hash from now
   * on. Only for one whose old hash nobody can present: a gateway that knew the token under it
   * would not hear of later changes.
   *
   * @return the token as it is now
   */
  public Uni<StoredToken> rehashed(
      SqlConnection sql, StoredToken before, LookupKey lookup, Cause cause) {
    return tokens
        .rehash(sql, before.id(), lookup)
        .chain(() -> tokens.find(sql, before.organizationId(), before.id()))
        .map(Optional::orElseThrow)
        .call(after -> audit.append(sql, entry("token.rehashed", before, after, cause)))
        .call(
            after ->
                outbox.append(
                    sql, TokenEvent.Type.UPDATED, after.snapshot(), cause.at(), cause.reason()));
  }

  /** Enters the next version of a token whose row the transaction has locked. */
  public Uni<Void> changed(
      SqlConnection sql, TokenEvent.Type type, StoredToken before, StoredToken after, Cause cause) {
    return tokens.update(sql, after).chain(() -> enter(sql, type, before, after, cause));
  }

  /** Enters that something was not done to a token, so that people see it. */
  public Uni<Void> withheld(SqlConnection sql, String action, StoredToken token, Cause cause) {
    return audit.append(sql, entry(action, null, token, cause));
  }

  /**
   * Enters something about a token that changes nothing of it, and tells everybody. Its row must be
   * locked, so that the snapshot is the one of its version.
   */
  public Uni<Void> told(SqlConnection sql, TokenEvent.Type type, StoredToken token, Cause cause) {
    return enter(sql, type, null, token, cause);
  }

  /** Enters something about a token that changes nothing of it. */
  public Uni<Void> noted(SqlConnection sql, String action, StoredToken token, Cause cause) {
    return audit.append(sql, entry(action, null, token, cause));
  }

  private Uni<Void> enter(
      SqlConnection sql,
      TokenEvent.Type type,
      @Nullable StoredToken before,
      StoredToken after,
      Cause cause) {
    return audit
        .append(sql, entry(action(type), before, after, cause))
        .chain(() -> outbox.append(sql, type, after.snapshot(), cause.at(), cause.reason()));
  }

  private static AuditEntry entry(
      String action, @Nullable StoredToken before, StoredToken after, Cause cause) {
    return new AuditEntry(
        after.organizationId(),
        cause.at(),
        cause.actor(),
        action,
        TARGET,
        after.id().toString(),
        before == null ? null : TokenFacts.of(before, cause.at()),
        TokenFacts.of(after, cause.at()),
        cause.reason(),
        cause.evidence());
  }
}
