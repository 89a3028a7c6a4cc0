package io.doorward.token.store;

import io.doorward.contract.scope.Role;
import io.doorward.contract.snapshot.Limits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member who is about to create a token, and what the organization lets them.
 *
 * @param organization the slug
 * @param planLimits the most a token may be given
 * @param organizationLimits what all tokens of the organization share; {@code null} for no limit
 * @param allowance how many tokens they may have and create, by the organization's policy or by
 *     default
 * @param activeTokens how many tokens the member has that may still work; counted no further than
 *     they may have
 * @param fullSince while as many were created in the last hour as may be: the creation that has to
 *     be an hour old before there is room for another
 */
public record Creator(
    String organization,
    Role role,
    Limits planLimits,
    @Nullable Limits organizationLimits,
    Allowance allowance,
    long activeTokens,
    @Nullable Instant fullSince) {

  /** The same person creating for a service account: the lower role counts. */
  public Creator creatingFor(Account account) {
    return new Creator(
        organization,
        role.compareTo(account.role()) < 0 ? role : account.role(),
        planLimits,
        organizationLimits,
        allowance,
        account.activeTokens(),
        fullSince);
  }
}
