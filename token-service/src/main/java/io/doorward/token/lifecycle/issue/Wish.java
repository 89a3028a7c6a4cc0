package io.doorward.token.lifecycle.issue;

import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new token as it was asked for, checked in itself; whether the caller may give it is not yet
 * decided.
 *
 * @param allowedIps empty: none were given
 */
record Wish(
    String name,
    TokenType type,
    TokenEnvironment environment,
    ScopeSet scopes,
    Limits limits,
    List<Cidr> allowedIps,
    @Nullable Instant expiresAt) {
  Wish {
    allowedIps = List.copyOf(allowedIps);
  }
}
