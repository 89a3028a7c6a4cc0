package io.doorward.token.lifecycle.validate;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.decision.AccessRule;
import io.doorward.contract.decision.Origin;
import io.doorward.contract.decision.Requirement;
import io.doorward.contract.decision.Verdict;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.lifecycle.issue.Cidr;
import io.doorward.token.store.StoredToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a token would be used for, judged by the rule by which gateways judge requests.
 *
 * @param origin {@code null} if an address was not asked about: then every allow list will do
 */
record Intention(List<Scope> scopes, @Nullable Cidr origin) {

  /** Empty if nothing but the token was asked about; fails with all that is wrong with the rest. */
  static Optional<Intention> of(ValidateToken asked) {
    List<@Nullable String> wanted = asked.scopes();
    String ip = asked.ip();
    if (wanted == null && ip == null) {
      return Optional.empty();
    }
    List<Violation> violations = new ArrayList<>();
    List<Scope> scopes = new ArrayList<>();
    if (wanted != null && wanted.size() > ScopeSet.MAX_SIZE) {
      violations.add(new Violation("/scopes", "has more than 100 scopes", "Ask about fewer."));
    } else if (wanted != null) {
      for (int i = 0; i < wanted.size(); i++) {
        String scope = wanted.get(i);
        if (scope != null && Scope.isScope(scope)) {
          scopes.add(new Scope(scope));
        } else {
          violations.add(
              new Violation(
                  "/scopes/" + i, "is not a scope", "Scopes are lower-case, such as demo:read."));
        }
      }
    }
    Cidr origin = ip == null ? null : Cidr.parse(ip).orElse(null);
    if (ip != null && (origin == null || ip.indexOf('/') >= 0)) {
      violations.add(
          new Violation("/ip", "is not an address", "Write it as 192.0.2.1 or 2001:db8::1."));
    }
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(ErrorCode.VALIDATION_FAILED, violations);
    }
    return Optional.of(new Intention(scopes, origin));
  }

  /** Empty if it is allowed; else the code with which a gateway would refuse it. */
  Optional<ErrorCode> refusal(StoredToken token, Instant now) {
    Barrier.Kind barrier = token.halt() == null ? null : token.halt().kind();
    Requirement requirement =
        new Requirement(EnumSet.allOf(TokenEnvironment.class), List.copyOf(scopes));
    Verdict verdict = AccessRule.judge(token.snapshot(), barrier, requirement, from(), now);
    if (verdict instanceof Verdict.Allowed) {
      return Optional.empty();
    }
    if (verdict instanceof Verdict.ScopeMissing) {
      return Optional.of(ErrorCode.INSUFFICIENT_SCOPE);
    }
    if (verdict instanceof Verdict.AddressNotAllowed) {
      return Optional.of(ErrorCode.IP_NOT_ALLOWED);
    }
    return Optional.of(
        verdict instanceof Verdict.TurnedOff ? ErrorCode.TOKENS_DISABLED : ErrorCode.INVALID_TOKEN);
  }

  private Origin from() {
    Cidr address = origin;
    return block ->
        address == null || Cidr.parse(block).map(held -> held.covers(address)).orElse(false);
  }
}
