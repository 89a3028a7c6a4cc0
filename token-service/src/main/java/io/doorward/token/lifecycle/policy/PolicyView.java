package io.doorward.token.lifecycle.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.token.TokenType;
import io.doorward.token.catalogue.policy.LeakResponse;
import io.doorward.token.catalogue.policy.TokenPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an organization asks of its tokens, as people and the audit log see it. */
@Schema(name = "Policy")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyView(
    @Schema(description = "Most tokens of one user that still work; the default if absent")
        @Nullable Integer maxTokensPerUser,
    @Schema(description = "Most tokens one user creates in an hour; the default if absent")
        @Nullable Integer creationsPerHour,
    @Schema(description = "Longest life, ISO 8601; any if absent", examples = "P90D")
        @Nullable String maxLifetime,
    @Schema(description = "Whether each token must expire") @Nullable Boolean expiryRequired,
    @Schema(description = "Types of token that must be confined to addresses")
        @Nullable List<@Nullable TokenType> allowListRequired,
    @Schema(
            description = "Scopes each type of token may have; any for a type that is absent",
            examples = "{\"service\":[\"demo:*\"]}")
        @Nullable SortedMap<String, @Nullable ScopeSet> allowedScopes,
    @Schema(
            description =
                "What is done to a token that is reported as leaked: ended, set aside, or nothing"
                    + " but that its event tells; the default if absent",
            implementation = String.class,
            enumeration = {"revoke", "suspend", "alert"},
            examples = "suspend")
        @Nullable LeakResponse leakResponse) {

  static PolicyView of(TokenPolicy policy) {
    Duration life = policy.maxLifetime();
    SortedMap<String, @Nullable ScopeSet> scopes = new TreeMap<>();
    for (Map.Entry<TokenType, ScopeSet> entry : policy.allowedScopes().entrySet()) {
      scopes.put(entry.getKey().wireName(), entry.getValue());
    }
    return new PolicyView(
        policy.maxTokensPerUser(),
        policy.creationsPerHour(),
        life == null ? null : life.toString(),
        policy.expiryRequired(),
        List.copyOf(policy.allowListRequired().stream().sorted().toList()),
        scopes,
        policy.leakResponse());
  }
}
