package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.Actor;
import io.doorward.token.change.Ledger;
import io.doorward.token.directory.Initiators;
import io.doorward.token.directory.Principal;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenBatch;
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
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Works on jobs, a batch at a time. A batch is one transaction: the job's row is held, then the
 * tokens are locked in the order in which everybody does, changed, entered in audit log and outbox,
 * and the progress is noted. So whatever ends the process, each token is changed once or not at
 * all, and the next one to look goes on where this one has come to.
 */
@ApplicationScoped
class JobRunner {
  private static final Logger LOG = Logger.getLogger(JobRunner.class);

  /** The server lets go of what a replica holds that has vanished in the middle of a batch. */
  private static final String LET_GO = "SET LOCAL idle_in_transaction_session_timeout = '15s'";

  private final Ledger ledger;
  private final JobStore jobs;
  private final ItemStore items;
  private final TokenBatch tokens;
  private final Initiators initiators;
  private final Judges judges;
  private final Execution execution;
  private final JobTrail trail;
  private final JobConfig config;
  private final Clock clock;

  @Inject
  JobRunner(
      Ledger ledger,
      JobStore jobs,
      ItemStore items,
      TokenBatch tokens,
      Initiators initiators,
      Judges judges,
      Execution execution,
      JobTrail trail,
      JobConfig config,
      Clock clock) {
    this.ledger = ledger;
    this.jobs = jobs;
    this.items = items;
    this.tokens = tokens;
    this.initiators = initiators;
    this.judges = judges;
    this.execution = execution;
    this.trail = trail;
    this.config = config;
    this.clock = clock;
  }

  /** A batch that fails whenever it is tried. */
  private static final class Stuck extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final UUID job;
    private final int position;

    Stuck(Job job, Throwable cause) {
      super(cause);
      this.job = job.id();
      this.position = job.progress().position();
    }
  }

  /**
   * One batch of the job that has waited longest; whether there was one. A token that can never be
   * dealt with is given up, so that it stops no other.
   */
  Uni<Boolean> batch() {
    return batch(null, config.batch())
        .onFailure(Stuck.class)
        .recoverWithUni(
            failure -> {
              Stuck stuck = (Stuck) failure;
              return batch(stuck.job, 1)
                  .onFailure(Stuck.class)
                  .recoverWithUni(alone -> giveUp((Stuck) alone));
            });
  }

  private Uni<Boolean> batch(@Nullable UUID only, int size) {
    return held(only, (sql, job) -> work(sql, job, size));
  }

  /** What is done to a job that is held. */
  private interface Work {
    Uni<Void> on(SqlConnection sql, Job job);
  }

  private Uni<Boolean> held(@Nullable UUID only, Work work) {
    return ledger.bulk(
        sql ->
            sql.query(LET_GO)
                .execute()
                .chain(() -> jobs.next(sql, only))
                .chain(
                    found ->
                        found
                            .map(job -> work.on(sql, job).replaceWith(true))
                            .orElseGet(() -> Uni.createFrom().item(false))));
  }

  private Uni<Void> work(SqlConnection sql, Job job, int size) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return items
        .after(sql, job.id(), job.progress().position(), size)
        .chain(
            todo ->
                tokens
                    .lock(sql, job.organizationId(), held(job, todo))
                    .chain(
                        locked ->
                            initiator(sql, job)
                                .chain(
                                    who ->
                                        who.map(p -> work(sql, job, p, todo, locked, now))
                                            .orElseGet(() -> stop(sql, job, now)))))
        .onFailure(failure -> !passes(failure))
        .transform(failure -> new Stuck(job, failure));
  }

  /** The token that the job was begun with too: its end waits for the batch, or has been seen. */
  private static List<UUID> held(Job job, List<Item> todo) {
    return Stream.concat(
            Stream.ofNullable(job.began().actor().tokenUsed()), todo.stream().map(Item::id))
        .distinct()
        .toList();
  }

  /** Read after the organization was locked: a change of a role waits, or has been seen. */
  private Uni<Optional<Principal>> initiator(SqlConnection sql, Job job) {
    return initiators
        .find(sql, job.organizationId(), job.began().actor())
        .map(found -> found.filter(job.began()::goesOnAs));
  }

  private Uni<Void> work(
      SqlConnection sql,
      Job job,
      Principal principal,
      List<Item> todo,
      List<StoredToken> locked,
      Instant now) {
    return judges
        .of(sql, principal, job.order(), now)
        .chain(judge -> judge.of(locked))
        .chain(each -> execution.of(sql, job, principal, todo, locked, each, now))
        .chain(
            result -> {
              Job next =
                  job.after(
                      job.progress().plus(result.items().stream().map(Item::outcome).toList()),
                      result.lastOutboxId(),
                      now);
              return items
                  .update(sql, job.id(), result.items())
                  .chain(() -> store(sql, next, "finished", job.began().actor(), now));
            });
  }

  private Uni<Void> stop(SqlConnection sql, Job job, Instant now) {
    String why =
        "Whoever began the job may no longer do this; what is left was not touched. Somebody who"
            + " may can begin another.";
    Actor service = new Actor(Actor.Kind.SERVICE, "token-service", null, job.id().toString(), null);
    return store(sql, job.ended(JobState.FAILED, why, null, now), "stopped", service, now);
  }

  private Uni<Boolean> giveUp(Stuck stuck) {
    LOG.errorf(stuck.getCause(), "a token of job %s cannot be dealt with", stuck.job);
    return held(
        stuck.job,
        (sql, job) ->
            job.progress().position() == stuck.position
                ? giveUp(sql, job)
                : Uni.createFrom().voidItem());
  }

  private Uni<Void> giveUp(SqlConnection sql, Job job) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<ItemOutcome> one = List.of(ItemOutcome.FAILED);
    Job next = job.after(job.progress().plus(one), null, now);
    return items
        .after(sql, job.id(), job.progress().position(), 1)
        .chain(first -> items.update(sql, job.id(), first.stream().map(Item::failed).toList()))
        .chain(() -> store(sql, next, "finished", job.began().actor(), now));
  }

  private Uni<Void> store(SqlConnection sql, Job next, String how, Actor actor, Instant now) {
    Uni<Void> stored = jobs.update(sql, next, now);
    return next.state().finished()
        ? stored.chain(() -> trail.enter(sql, how, next, actor, now))
        : stored;
  }

  private static boolean passes(Throwable failure) {
    return failure instanceof ProblemException problem
        && problem.code() == ErrorCode.DEPENDENCY_UNAVAILABLE;
  }
}
