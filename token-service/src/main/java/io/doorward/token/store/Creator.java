package io.doorward.token.store;

import io.doorward.contract.scope.Role;
import io.doorward.contract.snapshot.Limits;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member who is about to create a token, and what the organization lets them.
 *
 * @param organization the slug
 * @param planLimits the most a token may be given
 * @param maxTokens the organization's own policy; {@code null}: the default
 * @param creationsPerHour as {@code maxTokens}
 * @param activeTokens how many tokens the member has that may still work
 * @param recentCreations when tokens were created in the last hour, newest first
 */
public record Creator(
    String organization,
    Role role,
    Limits planLimits,
    @Nullable Integer maxTokens,
    @Nullable Integer creationsPerHour,
    long activeTokens,
    List<Instant> recentCreations) {

  public Creator {
    recentCreations = List.copyOf(recentCreations);
  }

  /** The same person creating for a service account: the lower role counts. */
  public Creator creatingFor(Account account) {
    return new Creator(
        organization,
        role.compareTo(account.role()) < 0 ? role : account.role(),
        planLimits,
        maxTokens,
        creationsPerHour,
        account.activeTokens(),
        recentCreations);
  }
}
