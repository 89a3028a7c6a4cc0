package io.doorward.gateway.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.gateway.check.Recollected;
import io.doorward.gateway.limit.RateLimitFields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One decision, told.
 *
 * @param instance the gateway that took it
 * @param outcome {@code admitted} or {@code refused}
 * @param status what the caller was answered by the gateway; absent if the request was admitted
 * @param reason the code, or what the caller was not told: {@code token_halted}
 */
@JsonInclude(Include.NON_NULL)
record Explanation(
    String requestId,
    Instant at,
    String instance,
    String outcome,
    @Nullable Integer status,
    @Nullable String code,
    @Nullable String reason,
    @Nullable String detail,
    String method,
    @Nullable String route,
    @Nullable String pathTemplate,
    String clientAddress,
    Token token,
    Scopes scopes,
    @Nullable Limits limits,
    Knowledge knowledge) {

  /**
   * The token as it was known.
   *
   * @param version of the snapshot
   * @param organization the slug
   */
  record Token(
      UUID id, String organization, TokenStatus status, long version, List<String> allowedIps) {}

  /**
   * What it needed, and what of it was missing where.
   *
   * @param ownerRole the owner's role as it was known
   */
  record Scopes(
      List<String> required,
      List<String> granted,
      String ownerRole,
      List<String> missingFromToken,
      List<String> missingFromRole) {}

  /**
   * The fields about limits that went with the answer.
   *
   * @param mode how limits were kept
   */
  @JsonInclude(Include.NON_NULL)
  record Limits(String mode, String policy, String state, @Nullable Long retryAfterSeconds) {}

  /**
   * What the gateway knew.
   *
   * @param tokenFrom {@code process}, {@code redis}, {@code service} or {@code stale}
   * @param epoch the last change of tokens that had been applied
   * @param leaseHeld whether cached tokens were believed without asking
   */
  record Knowledge(String tokenFrom, long epoch, boolean leaseHeld) {}

  static Explanation of(Recollected decided, String instance) {
    Recollected.Refusal refusal = decided.refusal();
    TokenSnapshot token = decided.holder().token();
    return new Explanation(
        decided.requestId(),
        decided.at(),
        instance,
        refusal == null ? "admitted" : "refused",
        refusal == null ? null : refusal.code().status(),
        refusal == null ? null : refusal.code().code(),
        refusal == null ? null : refusal.reason(),
        refusal == null ? null : refusal.detail(),
        decided.method(),
        decided.route(),
        decided.template(),
        decided.client().toString(),
        new Token(
            token.tokenId(),
            token.organization(),
            token.statusAt(decided.at()),
            token.version(),
            token.allowedIps()),
        new Scopes(
            written(decided.scopes(), any -> true),
            written(token.scopes().scopes(), any -> true),
            token.role().wireName(),
            written(decided.scopes(), needed -> !token.scopes().grants(needed)),
            written(decided.scopes(), needed -> !token.role().permits(needed))),
        limits(decided),
        new Knowledge(
            decided.holder().knownFrom().name().toLowerCase(Locale.ROOT),
            decided.epoch(),
            decided.leaseHeld()));
  }

  private static List<String> written(List<Scope> scopes, Predicate<Scope> which) {
    return scopes.stream().filter(which).map(Scope::value).toList();
  }

  private static @Nullable Limits limits(Recollected decided) {
    RateLimitFields fields = decided.limits();
    if (fields == null) {
      return null;
    }
    Duration wait = decided.refusal() == null ? null : decided.refusal().retryAfter();
    return new Limits(
        decided.limitMode(),
        fields.policy(),
        fields.state(),
        wait == null ? null : wait.toSeconds());
  }
}
