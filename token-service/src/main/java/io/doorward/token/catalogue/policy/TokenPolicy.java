package io.doorward.token.catalogue.policy;

import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.token.TokenType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an organization asks of its tokens. It counts when a token is made, edited or rotated; what
 * was made before it stays.
 *
 * @param maxTokensPerUser {@code null}: the service's default
 * @param creationsPerHour {@code null}: the service's default
 * @param maxLifetime {@code null}: any
 * @param allowListRequired types of token that must be confined to addresses
 * @param allowedScopes a type that is absent may have any
 * @param leakResponse what is done to a token that is reported as leaked; {@code null}: the
 *     service's default
 */
public record TokenPolicy(
    @Nullable Integer maxTokensPerUser,
    @Nullable Integer creationsPerHour,
    @Nullable Duration maxLifetime,
    boolean expiryRequired,
    Set<TokenType> allowListRequired,
    Map<TokenType, ScopeSet> allowedScopes,
    @Nullable LeakResponse leakResponse) {
  /** Asks nothing. */
  public static final TokenPolicy NONE =
      new TokenPolicy(null, null, null, false, Set.of(), Map.of(), null);

  public TokenPolicy {
    allowListRequired = Set.copyOf(allowListRequired);
    allowedScopes = Map.copyOf(allowedScopes);
  }

  /**
   * Everything about a token that is not as asked.
   *
   * @param confined whether it may be used from some addresses only
   * @param since its life is counted from then
   */
  public List<Violation> violations(
      TokenType type,
      ScopeSet scopes,
      boolean confined,
      Instant since,
      @Nullable Instant expiresAt) {
    List<Violation> violations = new ArrayList<>();
    ScopeSet allowed = allowedScopes.get(type);
    for (Scope scope : scopes.scopes()) {
      if (allowed != null && !allowed.grants(scope)) {
        violations.add(
            new Violation(
                "/scopes",
                "The organization's policy does not allow " + scope + " for this type of token.",
                "Use " + allowed.spaceSeparated() + " or less."));
      }
    }
    if (!confined && allowListRequired.contains(type)) {
      violations.add(
          new Violation(
              "/allowedIps",
              "The organization's policy asks for an allow list for this type of token.",
              "Name the addresses it is used from."));
    }
    Instant latest = latest(since, expiresAt);
    if (expiresAt == null ? expiryRequired || latest != null : !expiresAt.equals(latest)) {
      violations.add(
          new Violation(
              "/expiresAt",
              expiresAt == null
                  ? "The organization's policy asks for an expiry."
                  : "The organization's policy does not allow a life this long.",
              latest == null ? "Say when it expires." : "Use " + latest + " or earlier."));
    }
    return violations;
  }

  /** The wished expiry, or an earlier one if the policy asks for it; {@code null} for never. */
  public @Nullable Instant latest(Instant since, @Nullable Instant wished) {
    if (maxLifetime == null) {
      return wished;
    }
    Instant last = since.plus(maxLifetime);
    return wished == null || wished.isAfter(last) ? last : wished;
  }
}
