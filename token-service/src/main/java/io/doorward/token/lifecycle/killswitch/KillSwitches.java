package io.doorward.token.lifecycle.killswitch;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.barrier.BarrierStore;
import io.doorward.token.barrier.StoredBarrier;
import io.doorward.token.change.Barricade;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.directory.Initiators;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Ranks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Throws and releases kill switches. Either is one write, however many tokens it concerns, and
 * doing it again changes nothing.
 */
@ApplicationScoped
class KillSwitches {
  private final Ledger ledger;
  private final Barricade barricade;
  private final BarrierStore store;
  private final Radius radius;
  private final Initiators initiators;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  KillSwitches(
      Ledger ledger,
      Barricade barricade,
      BarrierStore store,
      Radius radius,
      Initiators initiators,
      AuditLog audit,
      Clock clock) {
    this.ledger = ledger;
    this.barricade = barricade;
    this.store = store;
    this.radius = radius;
    this.initiators = initiators;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What became of a wish.
   *
   * @param event the event that tells the gateways; {@code null} if nothing changed
   */
  record Done(KillSwitchView view, @Nullable UUID event) {}

  /** What would be stopped. Changes nothing. */
  Uni<BlastRadius> rehearse(Principal principal, Target target) {
    return ledger.bulk(
        sql ->
            known(sql, principal, target)
                .chain(() -> radius.of(sql, principal.organizationId(), target, clock.instant())));
  }

  /**
   * Stops the tokens of the target that there are. If a switch of the same target stands and no
   * such token was made since, that one is the answer.
   */
  Uni<Done> stop(Principal principal, Target target, String reason) {
    UUID organization = principal.organizationId();
    return ledger.bulk(
        sql ->
            hold(sql, principal)
                .call(still -> known(sql, still, target))
                .chain(
                    still ->
                        store
                            .standing(sql, organization, Barrier.Kind.KILL_SWITCH)
                            .chain(standing -> stop(sql, still, target, reason, standing))));
  }

  private Uni<Done> stop(
      SqlConnection sql,
      Principal principal,
      Target target,
      String reason,
      List<StoredBarrier> standing) {
    return sufficient(sql, principal, target, standing)
        .chain(
            found ->
                found.isPresent()
                    ? done(found.get(), null)
                    : raise(sql, principal, target, reason, standing));
  }

  /** The lock, and whoever asked for it as they are once they have it. */
  private Uni<Principal> hold(SqlConnection sql, Principal principal) {
    return barricade
        .hold(sql, principal.organizationId())
        .chain(() -> initiators.still(sql, principal))
        .map(still -> still.require(KillSwitchResource.WRITE));
  }

  /** One that a lower role may release does not do what this one would. */
  private Uni<Optional<StoredBarrier>> sufficient(
      SqlConnection sql, Principal principal, Target target, List<StoredBarrier> standing) {
    Optional<StoredBarrier> same =
        standing.stream()
            .filter(s -> Target.of(s.barrier()).equals(target))
            .filter(s -> s.thrownRole().compareTo(principal.role()) >= 0)
            .findFirst();
    return same.isEmpty()
        ? Uni.createFrom().item(same)
        : radius
            .hasSince(
                sql,
                principal.organizationId(),
                target,
                Objects.requireNonNull(same.get().barrier().notBefore()))
            .map(more -> more ? Optional.<StoredBarrier>empty() : same);
  }

  private Uni<Done> raise(
      SqlConnection sql,
      Principal principal,
      Target target,
      String reason,
      List<StoredBarrier> standing) {
    Ceiling.require(target, standing);
    // The clock is read under the lock: what was made before it was granted is made before now.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Cause cause = Cause.of(principal.actor(), now, reason);
    return radius
        .newest(sql, principal.organizationId())
        .map(newest -> thrown(principal, target, reason, now, newest))
        .chain(
            thrown ->
                barricade
                    .raise(sql, thrown, cause)
                    .call(() -> enter(sql, "kill_switch.thrown", null, thrown, cause))
                    .chain(event -> done(thrown, event)));
  }

  /** A replica whose clock is ahead has made tokens that are later than now; they count too. */
  private static StoredBarrier thrown(
      Principal principal, Target target, String reason, Instant now, Instant newest) {
    Instant notBefore = newest.isBefore(now) ? now : newest.plus(1, ChronoUnit.MICROS);
    return new StoredBarrier(
        new Barrier(
            UUID.randomUUID(),
            Barrier.Kind.KILL_SWITCH,
            principal.organizationId(),
            target.type(),
            target.owner(),
            notBefore),
        reason,
        principal.subject(),
        principal.role(),
        now,
        null);
  }

  /** Lets the tokens go. What an owner stopped, no administrator lets go. */
  Uni<Done> release(Principal principal, UUID id, String reason) {
    UUID organization = principal.organizationId();
    return ledger.bulk(
        sql ->
            hold(sql, principal)
                .chain(
                    still ->
                        store
                            .find(sql, organization, id, Barrier.Kind.KILL_SWITCH)
                            .map(found -> found.orElseThrow(ProblemException::notFound))
                            .chain(
                                stands ->
                                    stands.lifted() == null
                                        ? lift(sql, still, stands, reason)
                                        : done(stands, null))));
  }

  private Uni<Done> lift(
      SqlConnection sql, Principal principal, StoredBarrier stands, String reason) {
    Ranks.require(principal, stands.thrownRole());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Cause cause = Cause.of(principal.actor(), now, reason);
    StoredBarrier.Lifted how = new StoredBarrier.Lifted(principal.subject(), now, reason);
    StoredBarrier lifted = stands.lifted(how);
    return barricade
        .lift(sql, stands.barrier().id(), how, cause)
        .call(() -> enter(sql, "kill_switch.released", stands, lifted, cause))
        .chain(event -> done(lifted, event));
  }

  private Uni<Void> known(SqlConnection sql, Principal principal, Target target) {
    return target.owner() == null
        ? Uni.createFrom().voidItem()
        : radius
            .knows(sql, principal.organizationId(), target.owner())
            .invoke(
                known -> {
                  if (!known) {
                    throw ProblemException.invalid(
                        ErrorCode.VALIDATION_FAILED,
                        List.of(
                            new Violation(
                                "/owner",
                                "owns no tokens here",
                                "Give kind and id as a token's owner has them.")));
                  }
                })
            .replaceWithVoid();
  }

  private Uni<Void> enter(
      SqlConnection sql,
      String action,
      @Nullable StoredBarrier before,
      StoredBarrier after,
      Cause cause) {
    return audit.append(
        sql,
        new AuditEntry(
            Objects.requireNonNull(after.barrier().organizationId()),
            cause.at(),
            cause.actor(),
            action,
            "kill_switch",
            after.barrier().id().toString(),
            before == null ? null : KillSwitchView.of(before),
            KillSwitchView.of(after),
            cause.reason(),
            null));
  }

  private static Uni<Done> done(StoredBarrier stored, @Nullable UUID event) {
    return Uni.createFrom().item(new Done(KillSwitchView.of(stored), event));
  }
}
