package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.issue.NewSecret;
import io.doorward.token.lifecycle.rotate.Replacement;
import io.doorward.token.secret.Strongbox;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenBatch;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Keeps the secrets of a rotation job's new tokens, sealed, until whoever began the job has taken
 * them, or their time is over. Each is handed out once.
 */
@ApplicationScoped
class JobSecrets {
  /** Secrets looked at at once where the first ones were not enough. */
  private static final int PAGE = 100;

  private final Database database;
  private final JobStore jobs;
  private final SecretStore store;
  private final TokenBatch tokens;
  private final Strongbox strongbox;
  private final JobTrail trail;
  private final JobConfig config;
  private final Clock clock;

  @Inject
  JobSecrets(
      Database database,
      JobStore jobs,
      SecretStore store,
      TokenBatch tokens,
      Strongbox strongbox,
      JobTrail trail,
      JobConfig config,
      Clock clock) {
    this.database = database;
    this.jobs = jobs;
    this.store = store;
    this.tokens = tokens;
    this.strongbox = strongbox;
    this.trail = trail;
    this.config = config;
    this.clock = clock;
  }

  Uni<Void> keep(SqlConnection sql, Job job, List<Execution.Replaced> replaced, Instant now) {
    List<SecretStore.Kept> sealed =
        replaced.stream()
            .map(
                one -> {
                  UUID successor = one.succession().successor().id();
                  byte[] box = strongbox.lock(one.succession().minted(), job.context(successor));
                  return new SecretStore.Kept(
                      one.item().position(),
                      successor,
                      one.item().id(),
                      one.item().name(),
                      Buffer.buffer(box));
                })
            .toList();
    return store.insert(sql, job.id(), sealed, now.plus(config.secrets()));
  }

  /** Hands some out to whoever began the job, if they still may what they did then. */
  Uni<NewSecrets> take(Principal principal, UUID id, int limit) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return database.transaction(
        sql ->
            jobs.find(sql, principal, id)
                .map(found -> found.orElseThrow(ProblemException::notFound))
                .invoke(job -> require(principal, job))
                .chain(job -> take(sql, principal, job, limit, now)));
  }

  private static void require(Principal principal, Job job) {
    if (!job.began().is(principal) || !job.began().goesOnAs(principal)) {
      throw ProblemException.of(
          ErrorCode.INSUFFICIENT_SCOPE,
          "Only whoever began the job, and may still do the same, gets its secrets.");
    }
  }

  private Uni<NewSecrets> take(
      SqlConnection sql, Principal principal, Job job, int limit, Instant now) {
    return look(sql, principal, job, new Found(List.of(), 0, -1, false), limit, now)
        .invoke(
            found -> {
              if (found.fit().isEmpty() && found.withheld() > 0) {
                throw ProblemException.of(
                    ErrorCode.SCOPE_EXCEEDS_GRANTOR,
                    "Each of the new tokens is more by now than the caller could have given.");
              }
            })
        .call(
            found ->
                found.fit().isEmpty()
                    ? Uni.createFrom().voidItem()
                    : store
                        .remove(sql, job.id(), found.fit())
                        .chain(
                            () ->
                                trail.taken(sql, job, principal.actor(), found.fit().size(), now)))
        .chain(
            found ->
                store
                    .left(sql, job.id(), now)
                    .map(left -> new NewSecrets(opened(job, found.fit()), found.withheld(), left)));
  }

  /**
   * What was found on the way through the job's secrets.
   *
   * @param withheld how many the caller may not have
   * @param last the last position looked at
   * @param end whether there are none behind it
   */
  private record Found(List<SecretStore.Kept> fit, long withheld, int last, boolean end) {
    Found withEnd() {
      return new Found(fit, withheld, last, true);
    }
  }

  private Uni<Found> look(
      SqlConnection sql, Principal principal, Job job, Found before, int limit, Instant now) {
    if (before.end() || before.fit().size() == limit) {
      return Uni.createFrom().item(before);
    }
    int size = before.last() < 0 ? limit : PAGE;
    return store
        .hold(sql, job.id(), now, before.last(), size)
        .chain(
            page ->
                tokens
                    .find(
                        sql,
                        job.organizationId(),
                        page.stream().map(SecretStore.Kept::successor).toList())
                    .map(successors -> judged(principal, before, page, successors, limit))
                    .map(found -> page.size() < size ? found.withEnd() : found))
        .chain(found -> look(sql, principal, job, found, limit, now));
  }

  /** Each as it is when its secret is handed out: it may have been given more since. */
  private static Found judged(
      Principal principal,
      Found before,
      List<SecretStore.Kept> page,
      List<StoredToken> successors,
      int limit) {
    Set<UUID> granted =
        successors.stream()
            .filter(successor -> mayHave(principal, successor))
            .map(StoredToken::id)
            .collect(Collectors.toSet());
    List<SecretStore.Kept> fit = new ArrayList<>(before.fit());
    long withheld = before.withheld();
    int last = before.last();
    for (SecretStore.Kept kept : page) {
      if (fit.size() == limit) {
        break;
      }
      last = kept.position();
      if (granted.contains(kept.successor())) {
        fit.add(kept);
      } else {
        withheld++;
      }
    }
    return new Found(fit, withheld, last, false);
  }

  private static boolean mayHave(Principal principal, StoredToken successor) {
    try {
      return principal.sees(successor) && Replacement.excess(principal, successor).isEmpty();
    } catch (ProblemException e) {
      return false;
    }
  }

  /** What was sealed under a pepper that is gone is not to be had. */
  private List<NewSecret> opened(Job job, List<SecretStore.Kept> taken) {
    return taken.stream()
        .flatMap(
            kept ->
                strongbox
                    .unlock(kept.sealed().getBytes(), job.context(kept.successor()))
                    .map(
                        minted ->
                            NewSecret.of(kept.successor(), kept.predecessor(), kept.name(), minted))
                    .stream())
        .toList();
  }
}
