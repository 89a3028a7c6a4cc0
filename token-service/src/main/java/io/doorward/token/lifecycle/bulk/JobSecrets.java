package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.issue.NewSecret;
import io.doorward.token.secret.Strongbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Keeps the secrets of a rotation job's new tokens, sealed, until whoever began the job has taken
 * them, or their time is over. Each is handed out once.
 */
@ApplicationScoped
class JobSecrets {
  private final Database database;
  private final JobStore jobs;
  private final SecretStore store;
  private final Strongbox strongbox;
  private final JobTrail trail;
  private final JobConfig config;
  private final Clock clock;

  @Inject
  JobSecrets(
      Database database,
      JobStore jobs,
      SecretStore store,
      Strongbox strongbox,
      JobTrail trail,
      JobConfig config,
      Clock clock) {
    this.database = database;
    this.jobs = jobs;
    this.store = store;
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
    return store
        .take(sql, job.id(), now, limit)
        .call(
            taken ->
                taken.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : trail.taken(sql, job, principal.actor(), taken.size(), now))
        .chain(
            taken ->
                store
                    .left(sql, job.id(), now)
                    .map(left -> new NewSecrets(opened(job, taken), left)));
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
