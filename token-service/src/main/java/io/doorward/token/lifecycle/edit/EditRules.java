package io.doorward.token.lifecycle.edit;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.token.catalogue.KnownScopes;
import io.doorward.token.catalogue.policy.TokenPolicy;
import io.doorward.token.change.Standing;
import io.doorward.token.change.Transition;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.issue.Validation;
import io.doorward.token.lifecycle.issue.Wish;
import io.doorward.token.store.Labels;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an organization's edits are judged by. Pure.
 *
 * @param allowListRequired whether a service account's tokens are confined to addresses
 */
public record EditRules(KnownScopes known, TokenPolicy policy, boolean allowListRequired) {

  /** What the edit of a token that the principal sees comes to. */
  public EditOutcome judge(Principal principal, StoredToken before, EditToken asked, Instant now) {
    Validation.Result result =
        new Validation(known, before.planLimits(), now)
            .check(asked.asWish(before.type()), asked::has);
    if (result instanceof Validation.Invalid invalid) {
      return new EditOutcome.Refused(invalid.code(), invalid.violations());
    }
    Terms terms = merge(asked, before.terms(), ((Validation.Valid) result).wish().terms());
    List<Violation> excess = Addition.excess(principal, before, terms);
    if (!excess.isEmpty()) {
      return new EditOutcome.Refused(ErrorCode.SCOPE_EXCEEDS_GRANTOR, excess);
    }
    List<Violation> violations = violations(asked, before, terms);
    if (!violations.isEmpty()) {
      return new EditOutcome.Refused(ErrorCode.VALIDATION_FAILED, violations);
    }
    Transition transition = Standing.edit(before, terms, now);
    if (transition instanceof Transition.Next next) {
      return new EditOutcome.Edited(next.token(), true);
    }
    return transition instanceof Transition.Already already
        ? new EditOutcome.Edited(already.token(), false)
        : new EditOutcome.Conflict(((Transition.Refused) transition).why());
  }

  /** What the policy asks of the members that are edited; older ones may be from before it. */
  private List<Violation> violations(EditToken asked, StoredToken before, Terms terms) {
    List<Violation> all = Wish.of(before, terms).violations(policy, before.createdAt());
    return Stream.concat(all.stream(), unlisted(before, terms).stream())
        .filter(violation -> asked.has(violation.location().substring(1)))
        .toList();
  }

  private Optional<Violation> unlisted(StoredToken before, Terms terms) {
    boolean listed =
        before.owner().kind() != TokenOwner.Kind.SERVICE_ACCOUNT
            || !allowListRequired
            || Wish.of(before, terms).confined();
    return listed
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "/allowedIps",
                terms.allowedIps().isEmpty() ? "is missing" : "lets everybody in",
                "Name the addresses the service account calls from, such as 192.0.2.0/24."));
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
}
