package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.standing.Acknowledgement;
import io.doorward.token.propagation.Propagated;
import io.doorward.token.propagation.Propagation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a job: first until it is finished, by whichever replica, then until every gateway has
 * applied the last of what it changed.
 */
@ApplicationScoped
class JobAcknowledgement {
  private final Jobs jobs;
  private final Acknowledgement acknowledgement;
  private final Propagation propagation;

  @Inject
  JobAcknowledgement(Jobs jobs, Acknowledgement acknowledgement, Propagation propagation) {
    this.jobs = jobs;
    this.acknowledgement = acknowledgement;
    this.propagation = propagation;
  }

  /**
   * Reads the two parameters; empty if nothing is to be waited for.
   *
   * @throws ProblemException {@code validation_failed}
   */
  Optional<Duration> asked(@Nullable String wait, @Nullable String timeout, boolean dryRun) {
    Optional<Duration> patience = acknowledgement.asked(wait, timeout);
    if (dryRun && patience.isPresent()) {
      throw ProblemException.invalid(
          ErrorCode.VALIDATION_FAILED,
          List.of(
              new Violation(
                  "query/wait", "has nothing to wait for", "Leave it out of a dry run.")));
    }
    return patience;
  }

  /** As it stands when the wait is over. */
  Uni<JobView> accepted(Principal principal, Job job, Optional<Duration> patience) {
    return patience.isEmpty()
        ? Uni.createFrom().item(JobView.of(job))
        : known(principal, job.id(), patience.get())
            .chain(
                known ->
                    jobs.one(principal, job.id())
                        .onFailure()
                        .recoverWithItem(job)
                        .map(now -> JobView.of(now, known)));
  }

  /** How far a job that the principal sees has come. */
  Uni<Propagated> known(Principal principal, UUID id, Duration patience) {
    return propagation.awaitMade(() -> jobs.one(principal, id).map(Job::changes), patience);
  }
}
