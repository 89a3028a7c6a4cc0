package io.doorward.gateway.check;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.gateway.credential.QueryKey;
import io.doorward.gateway.limit.RateLimitFields;
import io.doorward.gateway.route.RouteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What becomes of a request. */
public sealed interface Decision {

  /** Who made the request, as far as it came out. */
  Optional<Caller> caller();

  /** The route it was for, if there is one. */
  Optional<RouteOutcome.Matched> match();

  /** Fields about the caller's limits, if they were asked. */
  Optional<RateLimitFields> limits();

  /**
   * It is forwarded.
   *
   * @param identity header fields that tell the upstream who the caller is
   */
  record Admitted(
      RouteOutcome.Matched route,
      Caller who,
      Optional<RateLimitFields> limits,
      Map<String, String> identity)
      implements Decision {
    @Override
    public Optional<Caller> caller() {
      return Optional.of(who);
    }

    @Override
    public Optional<RouteOutcome.Matched> match() {
      return Optional.of(route);
    }

    /** The query as the upstream may see it: without a credential. */
    public String query(String sent) {
      Optional<String> key = route.route().queryKey();
      return key.isEmpty() ? sent : QueryKey.without(sent, key.get());
    }

    /** Without the identity: it holds a signed token. */
    @Override
    public String toString() {
      return "Admitted[" + route.route().id() + "]";
    }
  }

  /**
   * It is answered by the gateway.
   *
   * @param detail a sentence a person can act on
   * @param challenge value of {@code WWW-Authenticate}
   * @param needed scopes the request needs, for {@code insufficient_scope}
   * @param retryAfter when the same request may succeed
   * @param allowed methods that exist here, for {@code method_not_allowed}
   * @param recordedAs what usage events say in place of the code, where the caller is not told
   */
  record Refused(
      ErrorCode code,
      String detail,
      Optional<Caller> caller,
      Optional<RouteOutcome.Matched> match,
      Optional<RateLimitFields> limits,
      Optional<String> challenge,
      List<Scope> needed,
      Optional<Duration> retryAfter,
      Set<String> allowed,
      Optional<String> recordedAs)
      implements Decision {

    /** Why, for usage events and metrics. */
    public String reason() {
      return recordedAs.isPresent() ? recordedAs.get() : code.code();
    }
  }
}
