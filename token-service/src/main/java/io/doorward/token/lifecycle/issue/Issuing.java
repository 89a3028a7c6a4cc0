package io.doorward.token.lifecycle.issue;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.catalogue.KnownScopes;
import io.doorward.token.catalogue.ScopeCatalogue;
import io.doorward.token.catalogue.TemplateStore;
import io.doorward.token.catalogue.policy.PolicyStore;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.replay.ReplayKey;
import io.doorward.token.secret.Mint;
import io.doorward.token.secret.MintedToken;
import io.doorward.token.store.Allowance;
import io.doorward.token.store.Creator;
import io.doorward.token.store.Lineage;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Terms;
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
import org.jspecify.annotations.Nullable;

/** Makes tokens. The new token belongs to whom the caller acts for, or to a service account. */
@ApplicationScoped
class Issuing {
  private static final Duration WINDOW = Duration.ofHours(1);

  private final Ledger ledger;
  private final Beneficiaries beneficiaries;
  private final ScopeCatalogue catalogue;
  private final TemplateStore templates;
  private final Mint mint;
  private final PolicyStore policies;
  private final Replaying replaying;
  private final Clock clock;

  @Inject
  Issuing(
      Ledger ledger,
      Beneficiaries beneficiaries,
      ScopeCatalogue catalogue,
      TemplateStore templates,
      Mint mint,
      PolicyStore policies,
      Replaying replaying,
      Clock clock) {
    this.ledger = ledger;
    this.beneficiaries = beneficiaries;
    this.catalogue = catalogue;
    this.templates = templates;
    this.mint = mint;
    this.policies = policies;
    this.replaying = replaying;
    this.clock = clock;
  }

  /** Creates a token, or says why not; the same request with the same key creates one. */
  Uni<IssueOutcome> issue(Principal principal, CreateToken wished, Optional<ReplayKey> key) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return ledger.transaction(
        sql -> replaying.once(sql, principal, key, now, () -> issue(sql, principal, wished, now)));
  }

  private Uni<IssueOutcome> issue(
      SqlConnection sql, Principal principal, CreateToken wished, Instant now) {
    return filled(sql, principal, wished, now)
        .map(CreateToken::typed)
        .chain(
            asked ->
                catalogue
                    .known(sql, principal.organizationId())
                    .chain(
                        known ->
                            beneficiaries
                                .find(sql, principal, asked, now)
                                .chain(whose -> judge(sql, principal, known, whose, asked, now))));
  }

  private Uni<CreateToken> filled(
      SqlConnection sql, Principal principal, CreateToken wished, Instant now) {
    String template = wished.template();
    if (template == null) {
      return Uni.createFrom().item(wished);
    }
    return templates
        .find(sql, principal.organizationId(), principal.subject(), template)
        .map(found -> wished.from(found.orElseThrow(ProblemException::notFound), now));
  }

  private Uni<IssueOutcome> judge(
      SqlConnection sql,
      Principal principal,
      KnownScopes known,
      Beneficiary whose,
      CreateToken asked,
      Instant now) {
    Validation.Result result =
        new Validation(known, whose.creator().planLimits(), now).check(asked);
    if (result instanceof Validation.Invalid invalid) {
      return done(new IssueOutcome.Refused(invalid.code(), invalid.violations()));
    }
    return grant(sql, principal, whose, ((Validation.Valid) result).wish(), now);
  }

  private Uni<IssueOutcome> grant(
      SqlConnection sql, Principal principal, Beneficiary whose, Wish asked, Instant now) {
    Creator creator = whose.creator();
    Grantor grantor = new Grantor(creator.role(), principal.token());
    Wish wish = grantor.inherit(asked);
    List<Violation> excess = grantor.excess(wish);
    if (!excess.isEmpty()) {
      return done(new IssueOutcome.Refused(ErrorCode.SCOPE_EXCEEDS_GRANTOR, excess));
    }
    IssueOutcome limited = limited(creator, now);
    if (limited != null) {
      return done(limited);
    }
    return policies
        .read(sql, principal.organizationId())
        .map(asks -> wish.violations(asks, now))
        .chain(
            violations ->
                violations.isEmpty()
                    ? create(sql, principal, whose, wish, now)
                    : done(new IssueOutcome.Refused(ErrorCode.VALIDATION_FAILED, violations)));
  }

  private Uni<IssueOutcome> create(
      SqlConnection sql, Principal principal, Beneficiary whose, Wish wish, Instant now) {
    MintedToken minted = mint.mint(wish.type(), wish.environment());
    StoredToken token = token(principal, whose, wish, minted, now);
    return ledger
        .created(sql, token, Cause.of(principal.actor(), now, null))
        .replaceWith(new IssueOutcome.Issued(token, minted, now));
  }

  private static @Nullable IssueOutcome limited(Creator creator, Instant now) {
    Allowance allowance = creator.allowance();
    if (allowance.perHour() < 1) {
      return new IssueOutcome.TooFast(0, WINDOW);
    }
    if (creator.fullSince() != null) {
      Instant free = creator.fullSince().plus(WINDOW);
      return new IssueOutcome.TooFast(allowance.perHour(), Duration.between(now, free));
    }
    return creator.activeTokens() >= allowance.tokens()
        ? new IssueOutcome.TooMany(allowance.tokens())
        : null;
  }

  private static StoredToken token(
      Principal principal, Beneficiary whose, Wish wish, MintedToken minted, Instant now) {
    UUID id = UUID.randomUUID();
    Terms terms = wish.terms();
    Creator creator = whose.creator();
    return new StoredToken(
        id,
        principal.organizationId(),
        creator.organization(),
        whose.owner(),
        creator.role(),
        principal.subject(),
        terms.name(),
        wish.type(),
        wish.environment(),
        minted.lookup(),
        minted.prefix(),
        minted.lastFour(),
        terms.scopes(),
        terms.limits(),
        creator.planLimits(),
        creator.organizationLimits(),
        terms.allowedIps(),
        now,
        terms.expiresAt(),
        null,
        null,
        null,
        null,
        1,
        Lineage.first(id),
        terms.labels(),
        null,
        whose.agentId(),
        null);
  }

  private static Uni<IssueOutcome> done(IssueOutcome outcome) {
    return Uni.createFrom().item(outcome);
  }
}
