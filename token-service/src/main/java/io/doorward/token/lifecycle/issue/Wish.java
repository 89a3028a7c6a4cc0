package io.doorward.token.lifecycle.issue;

import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.catalogue.policy.TokenPolicy;
import io.doorward.token.store.Labels;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Terms;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new token as it was asked for, checked in itself; whether the caller may give it is not yet
 * decided.
 *
 * @param allowedIps empty: none were given
 */
public record Wish(
    String name,
    TokenType type,
    TokenEnvironment environment,
    ScopeSet scopes,
    Limits limits,
    List<Cidr> allowedIps,
    @Nullable Instant expiresAt,
    Labels labels) {
  public Wish {
    allowedIps = List.copyOf(allowedIps);
  }

  /** Another token of this kind and environment on these terms. */
  public static Wish of(StoredToken like, Terms terms) {
    return new Wish(
        terms.name(),
        like.type(),
        like.environment(),
        terms.scopes(),
        terms.limits(),
        terms.allowedIps().stream().flatMap(ip -> Cidr.parse(ip).stream()).toList(),
        terms.expiresAt(),
        terms.labels());
  }

  /** Whether it could be used from some addresses only. */
  public boolean confined() {
    return Cidr.confine(allowedIps);
  }

  /**
   * Everything in it that is not as the organization asks.
   *
   * @param since the token's life is counted from then
   */
  public List<Violation> violations(TokenPolicy policy, Instant since) {
    return policy.violations(type, scopes, confined(), since, expiresAt);
  }

  /** What is to be stored of it. */
  public Terms terms() {
    return new Terms(
        name,
        scopes,
        limits,
        allowedIps.stream().map(Cidr::toString).toList(),
        expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS),
        labels);
  }
}
