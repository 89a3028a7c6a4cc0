package io.doorward.token.lifecycle.policy;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.token.TokenType;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.catalogue.policy.TokenPolicy;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A policy as it was asked for, read; all that is wrong is reported together. Pure. */
final class PolicyReading {
  private static final int MOST = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final List<Violation> violations = new ArrayList<>();

  /**
   * Reads it.
   *
   * @throws ProblemException {@code validation_failed}
   */
  TokenPolicy read(PolicyView asked) {
    number("/maxTokensPerUser", asked.maxTokensPerUser());
    number("/creationsPerHour", asked.creationsPerHour());
    TokenPolicy policy =
        new TokenPolicy(
            asked.maxTokensPerUser(),
            asked.creationsPerHour(),
            lifetime(asked.maxLifetime()),
            Boolean.TRUE.equals(asked.expiryRequired()),
            types(asked.allowListRequired()),
            scopes(asked.allowedScopes()),
            asked.leakResponse());
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(ErrorCode.VALIDATION_FAILED, violations);
    }
    return policy;
  }

  private void number(String location, @Nullable Integer value) {
    if (value != null && (value < 1 || value > MOST)) {
      wrong(location, "is not a usable number", "Use 1 to " + MOST + ", or leave it out.");
    }
  }

  private @Nullable Duration lifetime(@Nullable String written) {
    if (written == null) {
      return null;
    }
    try {
      Duration life = Duration.parse(written);
      if (life.toSeconds() > 0 && life.getNano() == 0 && life.compareTo(LONGEST) <= 0) {
        return life;
      }
    } catch (DateTimeParseException e) {
      // answered below like every other unusable lifetime
    }
    wrong(
        "/maxLifetime",
        "is not a duration of whole seconds up to 36500 days",
        "Use ISO 8601, such as P90D.");
    return null;
  }

  private Set<TokenType> types(@Nullable List<@Nullable TokenType> asked) {
    Set<TokenType> types = new HashSet<>();
    if (asked != null) {
      for (int i = 0; i < asked.size(); i++) {
        TokenType type = asked.get(i);
        if (type == null) {
          wrong("/allowListRequired/" + i, "is null", "Remove it.");
        } else {
          types.add(type);
        }
      }
    }
    return types;
  }

  private Map<TokenType, ScopeSet> scopes(@Nullable Map<String, @Nullable ScopeSet> asked) {
    Map<TokenType, ScopeSet> scopes = new EnumMap<>(TokenType.class);
    if (asked != null) {
      asked.forEach(
          (type, set) -> {
            if (set == null || set.scopes().isEmpty()) {
              wrong("/allowedScopes", "has a type without scopes", "Leave it out for any.");
              return;
            }
            try {
              scopes.put(TokenType.of(type), set);
            } catch (IllegalArgumentException e) {
              wrong(
                  "/allowedScopes",
                  "names something that is no type of token",
                  "Use personal, service or agent.");
            }
          });
    }
    return scopes;
  }

  private void wrong(String location, String message, String fix) {
    violations.add(new Violation(location, message, fix));
  }
}
