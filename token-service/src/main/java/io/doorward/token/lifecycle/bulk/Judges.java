package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.catalogue.policy.PolicyStore;
import io.doorward.token.change.Transition;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.edit.EditOutcome;
import io.doorward.token.lifecycle.edit.EditRulebook;
import io.doorward.token.lifecycle.edit.EditRules;
import io.doorward.token.lifecycle.edit.EditToken;
import io.doorward.token.lifecycle.rotate.Overlaps;
import io.doorward.token.lifecycle.rotate.Replacement;
import io.doorward.token.lifecycle.standing.StandingWish;
import io.doorward.token.store.StoredToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judges tokens by the rules of the single operations; there are no others. */
@ApplicationScoped
class Judges {
  /** As long as an item's reason may be. */
  private static final int LONGEST = 1000;

  private final EditRulebook rulebook;
  private final PolicyStore policies;
  private final Handovers handovers;
  private final Overlaps overlaps;

  @Inject
  Judges(EditRulebook rulebook, PolicyStore policies, Handovers handovers, Overlaps overlaps) {
    this.rulebook = rulebook;
    this.policies = policies;
    this.handovers = handovers;
    this.overlaps = overlaps;
  }

  /** A judge of tokens that the principal sees, by the rules as they are now. */
  Uni<Judge> of(SqlConnection sql, Principal principal, JobOrder order, Instant now) {
    return switch (order.action()) {
      case REVOKE, SUSPEND, REACTIVATE -> {
        StandingWish wish = wish(order);
        yield Uni.createFrom().item(judge(token -> standing(wish, principal, token, now)));
      }
      case EDIT -> {
        EditToken asked = Objects.requireNonNull(order.parameters().edit());
        yield rulebook
            .read(sql, principal.organizationId())
            .map(rules -> judge(token -> edited(rules, principal, token, asked, now)));
      }
      case ROTATE -> rotated(sql, principal, Duration.parse(order.parameters().overlap()), now);
    };
  }

  private Uni<Judge> rotated(
      SqlConnection sql, Principal principal, Duration overlap, Instant now) {
    return policies
        .read(sql, principal.organizationId())
        .chain(
            policy ->
                handovers
                    .waiting(sql, principal.organizationId(), now)
                    .map(
                        waiting ->
                            tokens ->
                                overlaps
                                    .full(sql, tokens, overlap, now)
                                    .map(
                                        full ->
                                            guarded(
                                                token ->
                                                    replaced(
                                                        principal,
                                                        token,
                                                        waiting,
                                                        Replacement.judge(
                                                            token,
                                                            overlap,
                                                            policy,
                                                            full.contains(token.lineage().family()),
                                                            now))))));
  }

  private static Judge judge(Function<StoredToken, Verdict> judge) {
    return tokens -> Uni.createFrom().item(guarded(judge));
  }

  /** A single operation answers these refusals with a problem. */
  private static Function<StoredToken, Verdict> guarded(Function<StoredToken, Verdict> judge) {
    return token -> {
      try {
        return judge.apply(token);
      } catch (ProblemException e) {
        return new Verdict.Refused(e.code(), e.detail());
      }
    };
  }

  /** The wish that an order is for each token. */
  static StandingWish wish(JobOrder order) {
    return switch (order.action()) {
      case REVOKE -> new StandingWish.Revoke(order.reason());
      case SUSPEND ->
          new StandingWish.Suspend(
              Objects.requireNonNull(order.reason()), order.parameters().until());
      case REACTIVATE -> new StandingWish.Reactivate(order.reason());
      case EDIT, ROTATE -> throw new IllegalArgumentException("not a matter of standing");
    };
  }

  private static Verdict standing(
      StandingWish wish, Principal principal, StoredToken token, Instant now) {
    Transition transition = wish.judge(principal, token, now);
    if (transition instanceof Transition.Next next) {
      return new Verdict.Change(token, next.token());
    }
    return transition instanceof Transition.Refused refused
        ? new Verdict.Refused(ErrorCode.CONFLICT, refused.why())
        : new Verdict.Unchanged();
  }

  private static Verdict edited(
      EditRules rules, Principal principal, StoredToken token, EditToken asked, Instant now) {
    EditOutcome outcome = rules.judge(principal, token, asked, now);
    if (outcome instanceof EditOutcome.Edited edited) {
      return edited.changed() ? new Verdict.Change(token, edited.token()) : new Verdict.Unchanged();
    }
    return outcome instanceof EditOutcome.Refused refused
        ? refused(refused.code(), refused.violations())
        : new Verdict.Refused(ErrorCode.CONFLICT, ((EditOutcome.Conflict) outcome).why());
  }

  private static Verdict replaced(
      Principal principal, StoredToken token, Set<UUID> waiting, Replacement judged) {
    if (waiting.contains(token.id())) {
      return conflict("Its secret waits to be collected.");
    }
    StoredToken used = principal.token();
    if (used != null && used.id().equals(token.id())) {
      // It could not fetch its own successor's secret any more, nor any other of the job.
      return conflict(
          "The job's secrets are for this token alone; rotate it by itself afterwards.");
    }
    List<Violation> excess = Replacement.excess(principal, token);
    if (!excess.isEmpty()) {
      return refused(ErrorCode.SCOPE_EXCEEDS_GRANTOR, excess);
    }
    if (judged instanceof Replacement.Allowed allowed) {
      return new Verdict.Replace(allowed);
    }
    return judged instanceof Replacement.Refused refused
        ? refused(refused.code(), refused.violations())
        : new Verdict.Refused(ErrorCode.CONFLICT, ((Replacement.Conflict) judged).why());
  }

  private static Verdict conflict(String why) {
    return new Verdict.Refused(ErrorCode.CONFLICT, why);
  }

  private static Verdict refused(ErrorCode code, List<Violation> violations) {
    String why =
        violations.stream()
            .map(v -> v.location() + ": " + v.message())
            .collect(Collectors.joining("; "));
    return new Verdict.Refused(code, why.substring(0, Math.min(LONGEST, why.length())));
  }
}
