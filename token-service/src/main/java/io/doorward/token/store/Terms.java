package io.doorward.token.store;

import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person may edit of a token.
 *
 * @param limits its own; where it has none the plan's count
 * @param allowedIps empty for anywhere
 * @param expiresAt {@code null} for never
 */
public record Terms(
    String name,
    ScopeSet scopes,
    Limits limits,
    List<String> allowedIps,
    @Nullable Instant expiresAt,
    Labels labels) {
  public Terms {
    allowedIps = List.copyOf(allowedIps);
  }

  /** The same with another expiry. */
  public Terms until(@Nullable Instant expiry) {
    return new Terms(name, scopes, limits, allowedIps, expiry, labels);
  }
}
