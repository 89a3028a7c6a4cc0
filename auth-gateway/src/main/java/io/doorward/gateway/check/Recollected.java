package io.doorward.gateway.check;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.limit.RateLimitFields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one decision: references to what was there anyway. Neither the request's path nor
 * anything that is secret.
 *
 * @param route the route's id; {@code null} if none took it
 * @param template the path template that matched
 * @param scopes what the request needed
 * @param holder the token as it was known then
 * @param limits what the limits said, if they were asked
 * @param refusal {@code null} if it was admitted
 * @param limitMode how limits were kept
 * @param epoch the last change of tokens that had been applied
 * @param leaseHeld whether cached tokens were believed without asking
 */
public record Recollected(
    String requestId,
    Instant at,
    String method,
    IpAddress client,
    @Nullable String route,
    @Nullable String template,
    List<Scope> scopes,
    Caller.TokenHolder holder,
    @Nullable RateLimitFields limits,
    @Nullable Refusal refusal,
    String limitMode,
    long epoch,
    boolean leaseHeld) {

  /**
   * Why it was refused.
   *
   * @param reason as usage events have it: more than the caller was told
   */
  public record Refusal(
      ErrorCode code, String reason, String detail, @Nullable Duration retryAfter) {}
}
