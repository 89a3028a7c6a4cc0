package io.doorward.token.lifecycle.validate;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.store.StoredToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether a token is good. If it is not, nothing else is said: neither why, nor whether there is
 * such a token (RFC 7662, section 2.2).
 *
 * @param allowed whether what was asked about would be let through; absent if nothing was
 * @param refusal the code with which a gateway would refuse it
 */
@Schema(name = "TokenValidity")
public record Validity(
    boolean active,
    @Nullable UUID id,
    @Nullable String name,
    @Nullable TokenType type,
    @Nullable TokenEnvironment environment,
    @Nullable TokenStatus status,
    @Schema(description = "What it grants and its owner's role permits now")
        @Nullable List<String> scopes,
    @Nullable TokenOwner owner,
    @Nullable UUID agentId,
    @Nullable Instant expiresAt,
    @Nullable Instant overlapUntil,
    @Nullable Boolean allowed,
    @Nullable String refusal) {
  static final Validity INACTIVE =
      new Validity(false, null, null, null, null, null, null, null, null, null, null, null, null);

  static Validity of(
      StoredToken token, List<Scope> permitted, Optional<Intention> intention, Instant now) {
    Optional<ErrorCode> refusal = intention.flatMap(asked -> asked.refusal(token, now));
    return new Validity(
        true,
        token.id(),
        token.name(),
        token.type(),
        token.environment(),
        token.statusAt(now),
        permitted.stream().map(Scope::value).toList(),
        token.owner(),
        token.agentId(),
        token.expiresAt(),
        token.overlapUntil(),
        intention.isEmpty() ? null : refusal.isEmpty(),
        refusal.map(ErrorCode::code).orElse(null));
  }
}
