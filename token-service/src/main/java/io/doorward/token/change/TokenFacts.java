package io.doorward.token.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.store.Labels;
import io.doorward.token.store.Lineage;
import io.doorward.token.store.Revocation;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Suspension;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A token as the audit log keeps it: all that people may read, nothing of the secret. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TokenFacts(
    String name,
    TokenType type,
    TokenEnvironment environment,
    TokenStatus status,
    TokenOwner owner,
    @Nullable UUID agentId,
    ScopeSet scopes,
    Limits limits,
    List<String> allowedIps,
    @Nullable Instant expiresAt,
    @Nullable Suspension suspension,
    @Nullable Revocation revocation,
    @Nullable Instant overlapUntil,
    Lineage lineage,
    Labels labels,
    long version) {

  static TokenFacts of(StoredToken token, Instant now) {
    return new TokenFacts(
        token.name(),
        token.type(),
        token.environment(),
        token.statusAt(now),
        token.owner(),
        token.agentId(),
        token.scopes(),
        token.limits(),
        token.allowedIps(),
        token.expiresAt(),
        token.suspension(),
        token.revocation(),
        token.overlapUntil(),
        token.lineage(),
        token.labels(),
        token.version());
  }
}
