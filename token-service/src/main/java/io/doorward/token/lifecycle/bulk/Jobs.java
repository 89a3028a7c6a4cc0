package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.page.Slice;
import io.doorward.token.lifecycle.replay.ReplayKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Accepts jobs, shows them, and ends them early. */
@ApplicationScoped
class Jobs {
  /** Jobs that a replica accepts at once. */
  private static final int PLACES = 3;

  private final Database database;
  private final JobStore jobs;
  private final ItemStore items;
  private final Selecting selecting;
  private final Forecast forecast;
  private final JobTrail trail;
  private final JobWorker worker;
  private final JobConfig config;
  private final Clock clock;
  private final Semaphore places = new Semaphore(PLACES);

  @Inject
  Jobs(
      Database database,
      JobStore jobs,
      ItemStore items,
      Selecting selecting,
      Forecast forecast,
      JobTrail trail,
      JobWorker worker,
      JobConfig config,
      Clock clock) {
    this.database = database;
    this.jobs = jobs;
    this.items = items;
    this.selecting = selecting;
    this.forecast = forecast;
    this.trail = trail;
    this.worker = worker;
    this.config = config;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * What is wanted.
   *
   * @param digest of the dry run it is tied to
   */
  record Wanted(JobOrder order, Selecting.Chosen chosen, boolean dryRun, @Nullable String digest) {}

  /** Fixes the set and stores the job; the answer to a key that was used before is that job. */
  Uni<Job> accept(Principal principal, Wanted wanted, Optional<ReplayKey> key) {
    return bounded(
            database.bulk(
                sql ->
                    known(sql, key)
                        .chain(
                            known ->
                                known
                                    .map(job -> Uni.createFrom().item(job))
                                    .orElseGet(() -> fresh(sql, principal, wanted, key)))))
        .invoke(job -> worker.wake());
  }

  /** Each judges all its tokens, in memory and in one transaction. */
  private <T> Uni<T> bounded(Uni<T> accepting) {
    return Uni.createFrom()
        .deferred(
            () -> {
              if (!places.tryAcquire()) {
                throw ProblemException.of(
                        ErrorCode.DEPENDENCY_UNAVAILABLE,
                        "Other jobs are being accepted. Nothing was changed; try again shortly.")
                    .retryAfter(Duration.ofSeconds(1));
              }
              return accepting.onTermination().invoke(() -> places.release());
            });
  }

  private Uni<Optional<Job>> known(SqlConnection sql, Optional<ReplayKey> key) {
    return key.isEmpty()
        ? Uni.createFrom().item(Optional.empty())
        : jobs.keyed(sql, key.get())
            .map(
                found -> {
                  if (found.isPresent() && !found.get().sameRequest()) {
                    throw conflict("The Idempotency-Key was used for another request already.");
                  }
                  return found.map(JobStore.Keyed::job);
                });
  }

  private Uni<Job> fresh(
      SqlConnection sql, Principal principal, Wanted wanted, Optional<ReplayKey> key) {
    Instant now = now();
    return jobs.accepting(sql, principal.organizationId())
        .invoke(
            alone -> {
              if (!alone) {
                throw conflict(
                    "Another job of the organization is being accepted; try again shortly.");
              }
            })
        .chain(() -> room(sql, principal, wanted))
        .chain(() -> selecting.ids(sql, principal, wanted.chosen(), now))
        .chain(ids -> forecast.of(sql, principal, wanted.order(), ids, now))
        .chain(
            found -> {
              Job job = job(principal, wanted, found, now);
              if (wanted.digest() != null && !wanted.digest().equals(job.digest())) {
                throw conflict(
                    "It would not be what the dry run showed: other tokens are selected, or"
                        + " something else would become of one. Do another dry run.");
              }
              return store(sql, job, found, key);
            });
  }

  private Uni<Void> room(SqlConnection sql, Principal principal, Wanted wanted) {
    if (wanted.dryRun()) {
      return Uni.createFrom().voidItem();
    }
    return jobs.unfinished(sql, principal.organizationId())
        .invoke(
            unfinished -> {
              if (unfinished >= config.mostUnfinished()) {
                throw conflict(
                    "The organization has "
                        + unfinished
                        + " jobs that are not finished; wait for one or cancel it.");
              }
            })
        .replaceWithVoid();
  }

  private static Job job(Principal principal, Wanted wanted, List<Item> found, Instant now) {
    boolean dry = wanted.dryRun();
    List<ItemOutcome> shown = dry ? found.stream().map(Item::outcome).toList() : List.of();
    return new Job(
        UUID.randomUUID(),
        0,
        principal.organizationId(),
        Job.Began.by(principal),
        wanted.order(),
        dry,
        Forecast.digest(wanted.order(), found),
        dry ? JobState.DONE : JobState.QUEUED,
        null,
        null,
        Progress.of(found.size(), shown),
        null,
        now,
        null,
        dry ? now : null);
  }

  private Uni<Job> store(SqlConnection sql, Job job, List<Item> found, Optional<ReplayKey> key) {
    List<Item> kept =
        job.dryRun()
            ? found
            : found.stream().map(i -> Item.pending(i.position(), i.id(), i.name())).toList();
    return jobs.insert(sql, job, key.orElse(null))
        .chain(
            stored ->
                stored
                    ? items
                        .insert(sql, job.id(), kept)
                        .chain(
                            () ->
                                trail.enter(
                                    sql,
                                    job.dryRun() ? "rehearsed" : "accepted",
                                    job,
                                    job.began().actor(),
                                    job.createdAt()))
                        .chain(() -> jobs.forgetDryRuns(sql, job))
                        .replaceWith(job)
                    // The same request at the same time was faster.
                    : known(sql, key).map(Optional::orElseThrow));
  }

  Uni<List<Job>> page(Principal principal, Slice slice) {
    return database.connection(sql -> jobs.page(sql, principal, slice));
  }

  Uni<Job> one(Principal principal, UUID id) {
    return database
        .connection(sql -> jobs.find(sql, principal, id))
        .map(found -> found.orElseThrow(ProblemException::notFound));
  }

  /** Of a job that the principal sees. */
  Uni<List<Item>> items(Principal principal, UUID id, @Nullable ItemOutcome outcome, Slice slice) {
    return database.connection(
        sql ->
            jobs.find(sql, principal, id)
                .map(found -> found.orElseThrow(ProblemException::notFound))
                .chain(job -> items.page(sql, job.id(), outcome, slice)));
  }

  /** Ends a job after the batch that is under way; what it tells was done is all that ever is. */
  Uni<Job> cancel(Principal principal, UUID id) {
    return database.bulk(
        sql ->
            jobs.hold(sql, principal, id)
                .map(found -> found.orElseThrow(ProblemException::notFound))
                .chain(job -> cancel(sql, principal, job)));
  }

  private Uni<Job> cancel(SqlConnection sql, Principal principal, Job job) {
    if (job.state() == JobState.CANCELLED) {
      return Uni.createFrom().item(job);
    }
    if (job.state().finished()) {
      throw conflict("The job has ended already.");
    }
    Instant now = now();
    Job cancelled = job.ended(JobState.CANCELLED, null, principal.subject(), now);
    return jobs.update(sql, cancelled, now)
        .chain(() -> trail.enter(sql, "cancelled", cancelled, principal.actor(), now))
        .replaceWith(cancelled);
  }

  private static ProblemException conflict(String why) {
    return ProblemException.of(ErrorCode.CONFLICT, why);
  }
}
