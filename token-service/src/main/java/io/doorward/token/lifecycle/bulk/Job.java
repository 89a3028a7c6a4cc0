package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.token.audit.Actor;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.replay.ReplayKey;
import io.doorward.token.propagation.Changes;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is stored.
 *
 * @param seq its place among all
 * @param began who began it
 * @param digest of what is to be done to which tokens
 * @param failure why it ended before its time
 * @param lastOutboxId the last of its rows in the outbox; {@code null}: it has changed nothing
 */
record Job(
    UUID id,
    long seq,
    UUID organizationId,
    Began began,
    JobOrder order,
    boolean dryRun,
    String digest,
    JobState state,
    @Nullable String failure,
    @Nullable String cancelledBy,
    Progress progress,
    @Nullable Long lastOutboxId,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {
  static final Scope WRITE = new Scope("tokens:write");

  /**
   * Who began a job, and what they were then.
   *
   * @param caller the member and the token in use
   */
  record Began(
      Actor actor, TokenOwner.Kind ownerKind, Role role, boolean administers, String caller) {

    static Began by(Principal principal) {
      return new Began(
          principal.actor(),
          principal.owner().kind(),
          principal.role(),
          principal.administers(),
          ReplayKey.caller(principal));
    }

    /** Whether they still are what they were: whoever has become less does not go on. */
    boolean goesOnAs(Principal now) {
      return now.may(WRITE)
          && now.role().compareTo(role) >= 0
          && (now.administers() || !administers);
    }

    /** Whether it is the same caller, with the same token or again with a session. */
    boolean is(Principal principal) {
      return caller.equals(ReplayKey.caller(principal));
    }
  }

  /**
   * What has to be in force everywhere before all of it is; empty as long as it goes on. What it
   * found done already, somebody else did, perhaps a moment before: so everything counts then.
   */
  Optional<Changes> changes() {
    if (!state.finished()) {
      return Optional.empty();
    }
    return Optional.of(
        lastOutboxId == null || progress.unchanged() > 0
            ? new Changes.SoFar()
            : new Changes.UpTo(lastOutboxId));
  }

  /** The next state with what a batch came to. */
  Job after(Progress next, @Nullable Long outboxId, Instant now) {
    boolean ended = next.pending() == 0;
    return new Job(
        id,
        seq,
        organizationId,
        began,
        order,
        dryRun,
        digest,
        ended ? JobState.DONE : JobState.RUNNING,
        failure,
        cancelledBy,
        next,
        outboxId == null ? lastOutboxId : outboxId,
        createdAt,
        startedAt == null ? now : startedAt,
        ended ? now : null);
  }

  /** Ended before its time. */
  Job ended(JobState how, @Nullable String why, @Nullable String by, Instant now) {
    return new Job(
        id,
        seq,
        organizationId,
        began,
        order,
        dryRun,
        digest,
        how,
        why,
        by,
        progress,
        lastOutboxId,
        createdAt,
        startedAt,
        now);
  }

  /** What the sealed secret of one of its tokens is bound to. */
  String context(UUID successor) {
    return "job/" + organizationId + "/" + id + "/" + successor + "/" + began.caller();
  }
}
