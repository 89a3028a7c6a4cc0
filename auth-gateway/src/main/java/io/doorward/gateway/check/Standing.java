package io.doorward.gateway.check;

import io.doorward.contract.barrier.BarrierIndex;
import io.doorward.contract.decision.AccessRule;
import io.doorward.contract.decision.Requirement;
import io.doorward.contract.decision.Verdict;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.route.RouteOutcome;
import io.doorward.gateway.snapshot.Barriers;
import io.doorward.gateway.snapshot.SnapshotAnswer;
import io.doorward.gateway.snapshot.Snapshots;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/**
 * Whether a request that was let in, and is still under way, would be let in now: for streams that
 * outlive the decision on them. Charges nothing.
 */
@Singleton
public class Standing {
  private static final Outcome GOOD = new Outcome.Good();

  private final Snapshots snapshots;
  private final Barriers barriers;
  private final Clock clock;

  /** What is known of it. */
  public sealed interface Outcome {

    /** It may go on. */
    record Good() implements Outcome {}

    /** It has to end; this is what the same request would be told now. */
    record Lost(Decision.Refused refusal) implements Outcome {}

    /** Nobody can tell at the moment; this is what the same request would be told now. */
    record Untold(Decision.Refused refusal) implements Outcome {}
  }

  @Inject
  Standing(Snapshots snapshots, Barriers barriers, Clock clock) {
    this.snapshots = snapshots;
    this.barriers = barriers;
    this.clock = clock;
  }

  /**
   * Judges again. Completes at once, from memory, as long as token events arrive; never fails.
   *
   * @param client the address the request came from
   */
  public Future<Outcome> of(Decision.Admitted admitted, IpAddress client) {
    Caller caller = admitted.who();
    if (caller instanceof Caller.TokenHolder holder) {
      return snapshots
          .find(List.of(holder.token().lookup()))
          .compose(answer -> known(admitted.route(), holder, answer, client));
    }
    boolean over =
        caller instanceof Caller.Person person
            && !clock.instant().isBefore(person.principal().expiresAt());
    return Future.succeededFuture(
        over ? new Outcome.Lost(Refusals.invalidToken(admitted.route(), caller)) : GOOD);
  }

  private Future<Outcome> known(
      RouteOutcome.Matched match,
      Caller.TokenHolder holder,
      SnapshotAnswer answer,
      IpAddress client) {
    if (!(answer instanceof SnapshotAnswer.Known known)) {
      return Future.succeededFuture(
          answer instanceof SnapshotAnswer.Unknown
              ? new Outcome.Lost(Refusals.invalidToken(match, holder))
              : new Outcome.Untold(Refusals.unavailable(match, holder)));
    }
    TokenSnapshot token = known.snapshot();
    BarrierIndex standing = barriers.known();
    if (standing != null) {
      return Future.succeededFuture(judged(match, holder, token, standing, client));
    }
    return barriers
        .load()
        .map(
            loaded ->
                loaded
                    .map(index -> judged(match, holder, token, index, client))
                    .orElseGet(() -> new Outcome.Untold(Refusals.unavailable(match, holder))));
  }

  private Outcome judged(
      RouteOutcome.Matched match,
      Caller.TokenHolder holder,
      TokenSnapshot token,
      BarrierIndex standing,
      IpAddress client) {
    Requirement requirement = new Requirement(match.route().environments(), match.scopes());
    Verdict verdict = AccessRule.judge(token, standing, requirement, client, clock.instant());
    return verdict instanceof Verdict.Allowed
        ? GOOD
        : new Outcome.Lost(RequestCheck.refused(match, holder, verdict));
  }
}
