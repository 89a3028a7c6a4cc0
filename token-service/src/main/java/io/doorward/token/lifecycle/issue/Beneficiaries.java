package io.doorward.token.lifecycle.issue;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.token.TokenType;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principal;
import io.doorward.token.store.Account;
import io.doorward.token.store.Allowance;
import io.doorward.token.store.Creator;
import io.doorward.token.store.CreatorStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds whose a new token is to be: the caller's, or a service account's they look after. */
@ApplicationScoped
class Beneficiaries {
  private static final Scope ACCOUNTS = new Scope("service-accounts:write");

  private final CreatorStore creators;
  private final ServiceAccountConfig config;
  private final Allowance usual;

  @Inject
  Beneficiaries(CreatorStore creators, ServiceAccountConfig config, PolicyConfig policy) {
    this.creators = creators;
    this.config = config;
    this.usual = new Allowance(policy.maxTokensPerUser(), policy.creationsPerHour());
  }

  Uni<Beneficiary> find(SqlConnection sql, Principal principal, CreateToken asked, Instant now) {
    if (principal.owner().kind() != TokenOwner.Kind.USER) {
      throw ProblemException.of(
          ErrorCode.INSUFFICIENT_SCOPE, "Tokens are created by people, or with a person's token.");
    }
    UUID organization = principal.organizationId();
    return creators
        .lock(sql, organization, principal.subject(), usual, now)
        .map(found -> found.orElseThrow(ProblemException::notFound))
        .chain(
            creator -> {
              UUID account = asked.serviceAccount();
              if (account == null) {
                return Uni.createFrom().item(new Beneficiary(principal.owner(), creator, null));
              }
              principal.require(ACCOUNTS);
              return creators
                  .account(sql, organization, account, creator.allowance(), now)
                  .map(found -> found.orElseThrow(ProblemException::notFound))
                  .map(found -> beneficiary(account, found, creator, asked));
            })
        .chain(whose -> confined(sql, principal, asked).map(whose::confinedTo));
  }

  /** The agent asked for; a token that is confined itself passes its own on. */
  private Uni<@Nullable UUID> confined(SqlConnection sql, Principal principal, CreateToken asked) {
    UUID own = principal.token() == null ? null : principal.token().agentId();
    UUID agent = asked.agent();
    if (agent == null) {
      return Uni.createFrom().item(own);
    }
    if (own != null && !own.equals(agent)) {
      throw ProblemException.notFound();
    }
    if (asked.type() != TokenType.AGENT) {
      throw ProblemException.invalid(
          ErrorCode.VALIDATION_FAILED,
          List.of(new Violation("/type", "is not agent", "Leave it out for an agent.")));
    }
    return creators
        .agent(sql, principal.organizationId(), agent, principal.subject(), principal.administers())
        .map(
            there -> {
              if (!there) {
                throw ProblemException.notFound();
              }
              return agent;
            });
  }

  /** What is no block at all is told by the validation. */
  private static boolean unconfined(@Nullable List<@Nullable String> asked) {
    if (asked == null) {
      return true;
    }
    List<Cidr> blocks =
        asked.stream().filter(Objects::nonNull).flatMap(ip -> Cidr.parse(ip).stream()).toList();
    return !blocks.isEmpty() && !Cidr.confine(blocks);
  }

  private Beneficiary beneficiary(UUID id, Account account, Creator creator, CreateToken asked) {
    if (account.disabled()) {
      throw ProblemException.of(
          ErrorCode.CONFLICT, "The service account is disabled; enable it first.");
    }
    List<Violation> violations = new ArrayList<>();
    if (asked.type() != TokenType.SERVICE) {
      violations.add(
          new Violation("/type", "is not service", "Leave it out for a service account."));
    }
    if (config.allowListRequired() && unconfined(asked.allowedIps())) {
      violations.add(
          new Violation(
              "/allowedIps",
              asked.allowedIps() == null ? "is missing" : "lets everybody in",
              "Name the addresses the service account calls from, such as 192.0.2.0/24."));
    }
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(ErrorCode.VALIDATION_FAILED, violations);
    }
    return new Beneficiary(
        new TokenOwner(TokenOwner.Kind.SERVICE_ACCOUNT, id.toString()),
        creator.creatingFor(account),
        null);
  }
}
