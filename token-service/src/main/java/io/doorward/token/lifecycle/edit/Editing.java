package io.doorward.token.lifecycle.edit;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.catalogue.KnownScopes;
import io.doorward.token.catalogue.ScopeCatalogue;
import io.doorward.token.catalogue.policy.PolicyStore;
import io.doorward.token.catalogue.policy.TokenPolicy;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.change.Standing;
import io.doorward.token.change.Transition;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.issue.ServiceAccountConfig;
import io.doorward.token.lifecycle.issue.Validation;
import io.doorward.token.lifecycle.issue.Wish;
import io.doorward.token.store.Labels;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Terms;
import io.doorward.token.store.TokenStore;
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
import org.jspecify.annotations.Nullable;

/** Changes what a token is called and may do: all that was asked for, or nothing. */
@ApplicationScoped
class Editing {
  private final Ledger ledger;
  private final TokenStore tokens;
  private final ScopeCatalogue catalogue;
  private final PolicyStore policies;
  private final ServiceAccountConfig accounts;
  private final Clock clock;

  @Inject
  Editing(
      Ledger ledger,
      TokenStore tokens,
      ScopeCatalogue catalogue,
      PolicyStore policies,
      ServiceAccountConfig accounts,
      Clock clock) {
    this.ledger = ledger;
    this.tokens = tokens;
    this.catalogue = catalogue;
    this.policies = policies;
    this.accounts = accounts;
    this.clock = clock;
  }

  /**
   * @param version the version that is meant; {@code null} for whichever it is
   */
  Uni<EditOutcome> edit(Principal principal, UUID id, EditToken asked, @Nullable Long version) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return ledger.transaction(
        sql ->
            tokens
                .lock(sql, principal.organizationId(), id)
                .map(found -> found.filter(principal::sees).orElseThrow(ProblemException::notFound))
                .chain(
                    token ->
                        catalogue
                            .known(sql, principal.organizationId())
                            .chain(
                                known -> edit(sql, principal, token, asked, version, known, now))));
  }

  private Uni<EditOutcome> edit(
      SqlConnection sql,
      Principal principal,
      StoredToken before,
      EditToken asked,
      @Nullable Long version,
      KnownScopes known,
      Instant now) {
    if (version != null && version != before.version()) {
      return done(
          new EditOutcome.Conflict(
              "The token has changed meanwhile; read it again and decide anew."));
    }
    Validation.Result result =
        new Validation(known, before.planLimits(), now)
            .check(asked.asWish(before.type()), asked::has);
    if (result instanceof Validation.Invalid invalid) {
      return done(new EditOutcome.Refused(invalid.code(), invalid.violations()));
    }
    Terms terms = merge(asked, before.terms(), ((Validation.Valid) result).wish().terms());
    List<Violation> excess = Addition.excess(principal, before, terms);
    if (!excess.isEmpty()) {
      return done(new EditOutcome.Refused(ErrorCode.SCOPE_EXCEEDS_GRANTOR, excess));
    }
    return policies
        .read(sql, principal.organizationId())
        .map(policy -> violations(policy, asked, before, terms))
        .chain(
            violations ->
                violations.isEmpty()
                    ? enter(sql, principal, before, terms, now)
                    : done(new EditOutcome.Refused(ErrorCode.VALIDATION_FAILED, violations)));
  }

  /** What the policy asks of the members that are edited; older ones may be from before it. */
  private List<Violation> violations(
      TokenPolicy policy, EditToken asked, StoredToken before, Terms terms) {
    List<Violation> all = Wish.of(before, terms).violations(policy, before.createdAt());
    return Stream.concat(all.stream(), unlisted(before, terms).stream())
        .filter(violation -> asked.has(violation.location().substring(1)))
        .toList();
  }

  private Optional<Violation> unlisted(StoredToken before, Terms terms) {
    boolean listed =
        before.owner().kind() != TokenOwner.Kind.SERVICE_ACCOUNT
            || !accounts.allowListRequired()
            || !terms.allowedIps().isEmpty();
    return listed
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "/allowedIps",
                "is missing",
                "Name the addresses the service account calls from, such as 192.0.2.0/24."));
  }

  private Uni<EditOutcome> enter(
      SqlConnection sql, Principal principal, StoredToken before, Terms terms, Instant now) {
    Transition transition = Standing.edit(before, terms, now);
    if (transition instanceof Transition.Next next) {
      return ledger
          .changed(
              sql,
              TokenEvent.Type.UPDATED,
              before,
              next.token(),
              Cause.of(principal.actor(), now, null))
          .replaceWith(new EditOutcome.Edited(next.token()));
    }
    return done(
        transition instanceof Transition.Already already
            ? new EditOutcome.Edited(already.token())
            : new EditOutcome.Conflict(((Transition.Refused) transition).why()));
  }

  private static Terms merge(EditToken asked, Terms old, Terms wished) {
    return new Terms(
        asked.has("name") ? wished.name() : old.name(),
        asked.has("scopes") ? wished.scopes() : old.scopes(),
        asked.has("limits") ? wished.limits() : old.limits(),
        asked.has("allowedIps") ? wished.allowedIps() : old.allowedIps(),
        asked.has("expiresAt") ? wished.expiresAt() : old.expiresAt(),
        new Labels(
            asked.has("tags") ? wished.labels().tags() : old.labels().tags(),
            asked.has("metadata") ? wished.labels().metadata() : old.labels().metadata()));
  }

  private static Uni<EditOutcome> done(EditOutcome outcome) {
    return Uni.createFrom().item(outcome);
  }
}
