package io.doorward.token.store;

import io.doorward.contract.scope.Role;

/**
 * A service account that is about to get a token.
 *
 * @param activeTokens how many tokens it has that may still work
 */
public record Account(Role role, boolean disabled, long activeTokens) {}
